package io.jenkins.plugins.hypervnested.agent;

/**
 * Hears on the controller how an operation goes on. Calls come one after the other, from threads that are not to be kept; what
 * comes from an agent was checked and bounded before.
 */
public interface OperationListener {

    /** The operation is being sent to that agent. */
    void sending(String agent);

    /** A line for the log; {@code vm} is empty when it is about the machine. */
    void progress(String vm, String text);

    /** A lease names an entry as a holder now. */
    void joined(Joined joined);

    /** It is over; called exactly once, and last. */
    void ended(Outcome outcome);
}
