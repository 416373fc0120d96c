package io.jenkins.plugins.hypervnested.powershell;

/** Carries a {@link Trouble} to where it is known what was asked and of whom. */
final class TroubleException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Trouble trouble;

    TroubleException(Trouble trouble) {
        super(trouble.kind() + ": " + trouble.message());
        this.trouble = trouble;
    }

    TroubleException(Trouble.Kind kind, String message, Throwable cause) {
        super(kind + ": " + message, cause);
        this.trouble = Trouble.of(kind, message);
    }

    Trouble trouble() {
        return trouble;
    }
}
