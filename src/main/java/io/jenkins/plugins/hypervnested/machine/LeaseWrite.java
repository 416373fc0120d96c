package io.jenkins.plugins.hypervnested.machine;

/**
 * The replacement of one lease: done only if the lease still has the stamp that the writer saw (compare and swap), under the lease's lock.
 *
 * @param subject the VM's id, {@link Subject#NETWORK} or {@link Subject#ROLE}
 * @param expected {@link LeaseSeen#stamp()} of what the writer read
 * @param epoch the epoch of the actor that the new text names, 32 hexadecimal digits; null when the new text names none. Kept in
 *     the file's first line, where the machine compares it before every change
 * @param text the new JSON text; null to delete the lease
 * @param floor what this process does with the actor's file in the same step
 */
public record LeaseWrite(String subject, String expected, String epoch, String text, Floor floor) {

    /** What happens to the file that a living actor keeps open. */
    public enum Floor {
        /** It stays as it is. */
        KEEP,
        /** It is opened; when another process has it open, nothing is written and the outcome is {@link Outcome#CHANGED}. */
        TAKE,
        /** It is closed after the lease was written. */
        GIVE_UP
    }

    /** What became of it. */
    public enum Outcome {
        WRITTEN,
        /** Somebody was faster: nothing was written; read again. */
        CHANGED
    }
}
