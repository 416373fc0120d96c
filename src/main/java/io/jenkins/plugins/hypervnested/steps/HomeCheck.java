package io.jenkins.plugins.hypervnested.steps;

import hudson.AbortException;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.time.Duration;
import java.time.Instant;

/** Whether this Jenkins is the one that acts on its home, which is not known at once after a start. */
final class HomeCheck {

    static final long LOOK_AGAIN_SECONDS = 2;

    private static final Duration LONGEST_UNDECIDED = Duration.ofMinutes(2);

    private HomeCheck() {}

    /** {@return until when a step that begins now looks again} */
    static Instant giveUp() {
        return Instant.now().plus(LONGEST_UNDECIDED);
    }

    /**
     * {@return whether it is; false when it has to be looked at again}
     *
     * @throws AbortException when it is another's, or a person has to decide
     */
    static boolean isOurs(Journal journal, Instant giveUp) throws AbortException {
        String frozen = journal.frozenReason().orElse(null);
        if (frozen != null) {
            throw new AbortException(frozen);
        }
        if (journal.isReadOnly() && Instant.now().isAfter(giveUp)) {
            throw new AbortException(Messages.NestedExecution_readOnly());
        }
        return !journal.isReadOnly();
    }
}
