package io.jenkins.plugins.hypervnested.steps;

import hudson.AbortException;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Whether this Jenkins is the one that acts on its home, which is not known at once after a start. */
final class HomeCheck {

    private static final long LOOK_AGAIN_SECONDS = 2;

    private static final Duration LONGEST_UNDECIDED = Duration.ofMinutes(2);

    private HomeCheck() {}

    /**
     * Does something on another thread as soon as this Jenkins may act.
     *
     * @param over whether nobody waits for it any more
     * @param also what has to be so as well
     * @param say hears every ten seconds that it waits
     * @param refused hears why not, when it is another's, a person has to decide, or nobody waits any more
     */
    static void await(
            BooleanSupplier over,
            Predicate<Journal> also,
            BiConsumer<String, String> say,
            Runnable then,
            Consumer<Exception> refused) {
        Instant giveUp = Instant.now().plus(LONGEST_UNDECIDED);
        AgentThreads.pool().execute(() -> look(over, also, say, then, refused, giveUp, 0));
    }

    private static void look(
            BooleanSupplier over,
            Predicate<Journal> also,
            BiConsumer<String, String> say,
            Runnable then,
            Consumer<Exception> refused,
            Instant giveUp,
            int looks) {
        try {
            if (over.getAsBoolean()) {
                refused.accept(new CancellationException("nobody waits for it any more"));
            } else if (isOurs(Journal.get(), giveUp) && also.test(Journal.get())) {
                then.run();
            } else {
                if (looks % 5 == 0) {
                    say.accept("", Messages.NestedExecution_undecided(looks * LOOK_AGAIN_SECONDS));
                }
                AgentThreads.shared()
                        .schedule(
                                () -> AgentThreads.pool()
                                        .execute(() -> look(over, also, say, then, refused, giveUp, looks + 1)),
                                LOOK_AGAIN_SECONDS,
                                TimeUnit.SECONDS);
            }
        } catch (AbortException | RuntimeException e) {
            refused.accept(e);
        }
    }

    /**
     * {@return whether it is; false when it has to be looked at again}
     *
     * @throws AbortException when it is another's, or a person has to decide
     */
    private static boolean isOurs(Journal journal, Instant giveUp) throws AbortException {
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
