package io.jenkins.plugins.hypervnested.powershell;

/**
 * Why a conversation with PowerShell did not begin or came to an end. It is not an answer of a verb: those have errors
 * of
 * their own.
 *
 * @param kind what happened
 * @param message more of it, for people; empty when there is no more
 * @param exitCode what the process ended with; null when it did not end, or did not tell
 */
record Trouble(Kind kind, String message, Integer exitCode) {

    enum Kind {
        /** No PowerShell is known for this system, or the named one could not be started. */
        NO_POWERSHELL,
        /** The SSH client's library is not there. */
        NO_SSH,
        /** No connection came about. */
        NOT_CONNECTED,
        /** The host showed another key than the configured one. */
        HOST_KEY,
        /** The host did not let the account in. */
        LOGIN,
        /** The private key could not be read. */
        PRIVATE_KEY,
        /** Somebody closed the machine, or interrupted a call before this one. */
        CLOSED,
        /** The bound is over. */
        TIMED_OUT,
        /** The process ended, or the connection to it. */
        ENDED,
        /** The process ended in the middle of an answer. */
        TRUNCATED,
        /** What came has not the form of an answer to what was asked. */
        GARBAGE
    }

    static Trouble of(Kind kind, String message) {
        return new Trouble(kind, message, null);
    }
}
