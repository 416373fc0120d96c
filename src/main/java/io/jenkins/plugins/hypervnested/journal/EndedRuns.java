package io.jenkins.plugins.hypervnested.journal;

import hudson.model.Job;
import hudson.model.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Whether the run of an entry has ended. */
final class EndedRuns {

    private static final Logger LOGGER = Logger.getLogger(EndedRuns.class.getName());

    /** A run that cannot be found has ended when so many looks missed it, and its job as well. */
    private static final int MISSES = 3;

    private static final Duration BETWEEN_MISSES = Duration.ofMinutes(10);

    private final Journal journal;
    private final Runs runs;

    /** What is known of runs and jobs. */
    interface Runs {

        /** {@return whether the run of that entry goes on; empty when it cannot be found} */
        Optional<Boolean> goesOn(JournalEntry entry);

        /**
         * {@return the full name of the job that has the run now} Empty when no job has it, or several may. Looks through all jobs.
         */
        Optional<String> whereItMoved(JournalEntry entry);

        boolean hasJob(String fullName);
    }

    EndedRuns(Journal journal, Runs runs) {
        this.journal = journal;
        this.runs = runs;
    }

    boolean isEnded(JournalEntry entry, Instant now) {
        if (entry.runGone) {
            return true;
        }
        Optional<Boolean> goesOn = look(entry, now);
        if (goesOn.isPresent()) {
            found(entry);
            return !goesOn.get();
        }
        // also of what is given back: all jobs are searched for its run, and not at every sweep
        miss(entry, now);
        if (isBeingGivenBack(entry)) {
            return true;
        }
        boolean missed = journal.find(entry.getId())
                .filter(e -> e.missedSweeps >= MISSES)
                .isPresent();
        boolean jobGone = !runs.hasJob(entry.getJobName());
        if (missed && !jobGone && entry.getState() != JournalEntry.State.STUCK) {
            // a job that is there may get its run back, from a backup for example: a person has to say
            String text = Messages.StuckReason_RUN_NOT_FOUND() + ": " + entry.getRunId();
            journal.update(entry.getId(), Transitions.stuck(StuckReason.RUN_NOT_FOUND, text, now));
        }
        return missed && jobGone;
    }

    /** One that breaks the look at its run is one whose run cannot be found: it must not keep the sweep from all others. */
    private Optional<Boolean> look(JournalEntry entry, Instant now) {
        try {
            Optional<Boolean> goesOn = runs.goesOn(entry);
            return goesOn.isEmpty() && isMissedAgain(entry, now) ? follow(entry) : goesOn;
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot look at run " + entry.getRunId());
            return Optional.empty();
        }
    }

    /** That its run had ended, or that a person decided, was known when that began: it needs no run any more. */
    private static boolean isBeingGivenBack(JournalEntry entry) {
        return entry.getState() == JournalEntry.State.RETURNING
                || entry.getState() == JournalEntry.State.STUCK && entry.getStuckReason() != StuckReason.RUN_NOT_FOUND;
    }

    /** Looks that come sooner count as one, those before a restart of Jenkins included. */
    private static boolean isMissedAgain(JournalEntry entry, Instant now) {
        return Due.hasCome(Instant.ofEpochMilli(entry.lastMissed).plus(BETWEEN_MISSES), now, BETWEEN_MISSES);
    }

    /** A crash right after the job was renamed, or a rename while Jenkins was down: then nobody told the journal. */
    private Optional<Boolean> follow(JournalEntry entry) {
        Optional<String> job = runs.whereItMoved(entry);
        job.ifPresent(name -> journal.update(entry.getId(), Transitions.moved(name)));
        return job.flatMap(name -> journal.find(entry.getId())).flatMap(runs::goesOn);
    }

    private void miss(JournalEntry entry, Instant now) {
        if (isMissedAgain(entry, now)) {
            journal.update(entry.getId(), e -> {
                e.missedSweeps++;
                e.lastMissed = now.toEpochMilli();
            });
        }
    }

    private void found(JournalEntry entry) {
        if (entry.missedSweeps > 0) {
            journal.update(entry.getId(), e -> {
                e.missedSweeps = 0;
                e.lastMissed = 0;
            });
        }
    }

    /** What Jenkins says. */
    static final class JenkinsRuns implements Runs {

        @Override
        public Optional<Boolean> goesOn(JournalEntry entry) {
            Run<?, ?> run = Run.fromExternalizableId(entry.getRunId());
            return run != null && RunKeys.isOf(entry, run)
                    ? Optional.of(run.isBuilding() || run.isLogUpdated())
                    : Optional.empty();
        }

        @Override
        public Optional<String> whereItMoved(JournalEntry entry) {
            int number = RunKeys.numberOf(entry.getRunId());
            List<String> all = new ArrayList<>();
            for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
                Run<?, ?> run = job.getBuildByNumber(number);
                if (run != null && run.getTimeInMillis() == RunKeys.timeOf(entry.runKey)) {
                    all.add(job.getFullName());
                }
            }
            return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
        }

        @Override
        public boolean hasJob(String fullName) {
            return Jenkins.get().getItemByFullName(fullName) != null;
        }
    }
}
