package io.jenkins.plugins.hypervnested.machine;

/**
 * A lease as it was read, under its lock.
 *
 * @param stamp what {@link LeaseWrite#expected()} must name for the lease to be replaced: {@link #ABSENT}, or the SHA-256 of the file;
 *     {@link #UNREADABLE}, which replaces nothing, where what is there cannot be had
 * @param text the lease's JSON text; null when absent or not readable
 * @param problem why it could not be read; {@link Problem#NONE} otherwise
 * @param actorAlive whether some process keeps the actor's file open
 * @param actorMine whether that process is this one
 * @param silentMillis milliseconds since the actor last gave a sign of life in this boot; -1 when it gave none in this boot
 */
public record LeaseSeen(
        String stamp, String text, Problem problem, boolean actorAlive, boolean actorMine, long silentMillis) {

    /** The {@link #stamp()} of a lease that is not there. */
    public static final String ABSENT = "absent";

    /** The {@link #stamp()} of a lease whose file or folder this account cannot read. */
    public static final String UNREADABLE = "unreadable";

    /** Why a lease that is there could not be read. Unreadable is never absent. */
    public enum Problem {
        NONE,
        /** Neither the file nor its backup ends in its checksum, or neither can be had. */
        DAMAGED,
        /** Its major format version is newer than this plugin knows. */
        NEWER
    }

    /** A lease that is not there. */
    public static LeaseSeen absent() {
        return new LeaseSeen(ABSENT, null, Problem.NONE, false, false, -1);
    }
}
