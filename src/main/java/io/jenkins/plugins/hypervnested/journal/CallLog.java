package io.jenkins.plugins.hypervnested.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What one call says in the build log: while it waits a line every ten seconds, and no line twice. */
final class CallLog {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final CallListener listener;
    private final Set<Integer> lines = new HashSet<>();
    private Instant begun;
    private Instant said = Instant.EPOCH;
    private Instant quietSince = Instant.EPOCH;
    private String quietBecause = "";

    CallLog(CallListener listener) {
        this.listener = listener;
    }

    /** The call is there since then; what comes later does not count. */
    synchronized void begun(Instant now) {
        begun = begun == null ? now : begun;
    }

    /**
     * Passes a line on.
     *
     * @param repeats whether it comes from an asking that repeats what an earlier one said; then it is said only if it is new
     */
    void say(String vm, String text, boolean repeats) {
        synchronized (this) {
            boolean known = !lines.add(31 * vm.hashCode() + text.hashCode());
            if (known && repeats) {
                return;
            }
            quietSince = Instant.now();
        }
        listener.say(vm, text);
    }

    /** Says why the call waits, unless that was said less than ten seconds ago. */
    void waits(Instant now, String vm, String why) {
        long seconds;
        synchronized (this) {
            if (!Due.hasCome(said.plus(LONGEST_SILENCE), now, LONGEST_SILENCE)) {
                return;
            }
            said = now;
            seconds = Duration.between(begun, now).toSeconds();
        }
        listener.say(
                vm,
                seconds == 0
                        ? Messages.StepCall_waiting(why)
                        : Messages.StepCall_stillWaiting(why, seconds / 60, seconds % 60));
    }

    /** From now on somebody else speaks; when nothing comes for ten seconds, that is why. */
    synchronized void isQuiet(Instant now, String because) {
        quietSince = now;
        quietBecause = because;
    }

    /** Speaks when those who should say nothing. */
    void breakSilence(Instant now) {
        String because;
        synchronized (this) {
            Instant last = quietSince.isAfter(said) ? quietSince : said;
            if (!Due.hasCome(last.plus(LONGEST_SILENCE), now, LONGEST_SILENCE)) {
                return;
            }
            because = quietBecause;
        }
        waits(now, "", because);
    }
}
