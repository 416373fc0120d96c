package io.jenkins.plugins.hypervnested.journal;

import hudson.model.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jenkins.model.Jenkins;

/** Whether the run of an entry has ended. */
final class EndedRuns {

    /** A run that cannot be found has ended when so many looks missed it, and its job as well. */
    private static final int MISSES = 3;

    private static final Duration BETWEEN_MISSES = Duration.ofMinutes(10);

    private final Journal journal;
    private final Map<String, Instant> lastMiss = new HashMap<>();

    EndedRuns(Journal journal) {
        this.journal = journal;
    }

    boolean isEnded(JournalEntry entry, Instant now) {
        if (entry.runGone) {
            return true;
        }
        Run<?, ?> run = Run.fromExternalizableId(entry.getRunId());
        if (run != null && RunKeys.isOf(entry, run)) {
            return !run.isBuilding() && !run.isLogUpdated();
        }
        miss(entry, now);
        boolean missed = journal.find(entry.getId())
                .filter(e -> e.missedSweeps >= MISSES)
                .isPresent();
        boolean jobGone = Jenkins.get().getItemByFullName(entry.getJobName()) == null;
        if (missed && !jobGone && entry.getState() != JournalEntry.State.STUCK) {
            // a job that is there may get its run back, from a backup for example: a person has to say
            String text = Messages.StuckReason_RUN_NOT_FOUND() + ": " + entry.getRunId();
            journal.update(entry.getId(), Transitions.stuck(StuckReason.RUN_NOT_FOUND, text, now));
        }
        return missed && jobGone;
    }

    private synchronized void miss(JournalEntry entry, Instant now) {
        Instant last = lastMiss.get(entry.getId());
        if (last == null || !now.isBefore(last.plus(BETWEEN_MISSES))) {
            lastMiss.put(entry.getId(), now);
            journal.update(entry.getId(), e -> e.missedSweeps++);
        }
    }
}
