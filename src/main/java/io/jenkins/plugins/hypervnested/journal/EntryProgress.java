package io.jenkins.plugins.hypervnested.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far giving an entry back is: attempts, why it is stuck, who decided what, its log. Saved by XStream as fields of the entry
 * itself, so entries of versions that had no such class are read as they were.
 */
abstract class EntryProgress {

    /** How long a VM has to be missing before it is believed to be gone. */
    private static final Duration GONE_FOR_GOOD = Duration.ofMinutes(1);

    int missedSweeps;
    /** When a sweep last missed its run; 0 when none did. */
    long lastMissed;

    int attempts;
    /** Whether its last attempt found another run in its way, and the next one comes soon. Of this start alone. */
    transient boolean inLine;

    long nextTry;
    StuckReason stuckReason;
    String stuckText = "";
    long stuckSince;
    /** When the VM was first missing in a row; 0 while the last answer said anything else. */
    long missingSince;
    /** Whether an administrator said that it is restored from what is recorded here, where the lease is gone. */
    boolean fromJournal;

    EntryLog log = new EntryLog();
    long changed;
    String forgottenBy;
    String forgottenReason;

    /** Who took it over from the lease; null when it is of a run of ours that nobody lost sight of. */
    String adoptedBy;

    String adoptedReason;
    /** Id of the controller that held it. */
    String adoptedFrom;

    public int getAttempts() {
        return attempts;
    }

    /** {@return when it is tried again; null when that is not planned} */
    public Instant getNextTry() {
        return nextTry == 0 ? null : Instant.ofEpochMilli(nextTry);
    }

    /** {@return why it is stuck; null unless it is} */
    public StuckReason getStuckReason() {
        return stuckReason;
    }

    /** {@return the failure's own sentence; empty unless it is stuck} */
    public String getStuckText() {
        return stuckText;
    }

    public List<String> getLog() {
        return log.lines();
    }

    public Instant getChanged() {
        return Instant.ofEpochMilli(changed);
    }

    /** {@return who forgot it; null unless somebody did} */
    public String getForgottenBy() {
        return forgottenBy;
    }

    public String getForgottenReason() {
        return forgottenReason;
    }

    /** {@return who had it given up or left again, as it was found in a lease; null unless somebody did} */
    public String getAdoptedBy() {
        return adoptedBy;
    }

    public String getAdoptedReason() {
        return adoptedReason;
    }

    /** {@return id of the controller that held it; null unless it was adopted} */
    public String getAdoptedFrom() {
        return adoptedFrom;
    }

    /** Whether the VM was missing a minute ago already, and at each look since. */
    boolean isMissingForGood(Instant now) {
        return missingSince != 0
                && !now.isBefore(Instant.ofEpochMilli(missingSince).plus(GONE_FOR_GOOD));
    }
}
