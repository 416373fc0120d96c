package io.jenkins.plugins.hypervnested.powershell;

/**
 * Hears what the machine printed of its own: lines that are no answer, and everything on standard error. It is for the
 * build
 * log, marked as the machine's own output.
 */
@FunctionalInterface
public interface NoiseSink {

    /**
     * Called from threads that read the machine's output, for two streams possibly at once; must return soon and must
     * not throw.
     *
     * @param line without control characters, at most 2,000 characters. At most 200 lines come for one machine;
     *     then, when it
     *     is closed, one more that says how many were left out
     */
    void line(String line);

    /** Hears nothing. */
    static NoiseSink none() {
        return line -> {};
    }
}
