package io.jenkins.plugins.hypervnested.config;

/** A host cannot be reached as it is configured. The message is localised and says what to do. */
public final class TransportException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean credentialsGone;

    private TransportException(String message, boolean credentialsGone, Throwable cause) {
        super(message, cause);
        this.credentialsGone = credentialsGone;
    }

    static TransportException credentialsGone(String message) {
        return new TransportException(message, true, null);
    }

    static TransportException misconfigured(String message, Throwable cause) {
        return new TransportException(message, false, cause);
    }

    /** {@return whether the credentials are the reason: not there any more, or of another kind} */
    public boolean isCredentialsGone() {
        return credentialsGone;
    }
}
