package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.Result;
import java.io.Serializable;

/**
 * How an operation on an agent ended.
 *
 * @param kind how
 * @param result what became of the request; null unless {@link Kind#DONE}
 * @param failure why there is no result; null when done or cancelled
 */
public record Outcome(Kind kind, Result result, Failure failure) implements Serializable {

    /** How an operation ended. The last four say that nothing was ever asked of the machine. */
    public enum Kind {
        /** Every VM of the request has an end. */
        DONE,
        /** The machine as a whole failed, or its answer made no sense. */
        FAILED,
        /** It was asked to end, and did. */
        CANCELLED,
        /** The agent was lost on the way; what it did last is not known. */
        LOST,
        /** The agent could not reach the machine, or may not: no verb was sent. */
        NOT_OPENED,
        /** No agent of the host is there. */
        NO_AGENT,
        /** The host is no longer configured. */
        NO_HOST,
        /** The credentials, or a plugin that the transport needs, are not there. */
        NO_CREDENTIALS
    }

    public static Outcome done(Result result) {
        return new Outcome(Kind.DONE, result, null);
    }

    public static Outcome failed(Failure failure) {
        return new Outcome(Kind.FAILED, null, failure);
    }

    public static Outcome cancelled() {
        return new Outcome(Kind.CANCELLED, null, null);
    }

    static Outcome without(Kind kind, Failure failure) {
        return new Outcome(kind, null, failure);
    }

    static Outcome lost(Failure failure) {
        return new Outcome(Kind.LOST, null, failure);
    }

    static Outcome notOpened(Failure failure) {
        return new Outcome(Kind.NOT_OPENED, null, failure);
    }

    /** {@return whether the request certainly never reached the machine, so nothing can have been joined or changed} */
    public boolean isNeverSent() {
        return kind == Kind.NOT_OPENED || kind == Kind.NO_AGENT || kind == Kind.NO_HOST || kind == Kind.NO_CREDENTIALS;
    }
}
