package io.jenkins.plugins.hypervnested.journal;

/** Hears how a step's call goes on; from threads that are not to be kept. */
public interface CallListener {

    /** A line for the build log; {@code vm} is empty when it is about the machine. */
    void say(String vm, String text);

    /** It is over; called exactly once, and last. */
    void finished(CallResult result);
}
