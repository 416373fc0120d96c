package io.jenkins.plugins.hypervnested.agent;

/** An operation that is under way, or is looking for an agent. */
public interface OperationHandle {

    /**
     * Asks it to end: the process on the agent is ended with its descendants. Returns at once; the listener hears of the end, which
     * confirms it. May be called more than once.
     */
    void cancel();
}
