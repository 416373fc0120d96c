package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.Release;
import io.jenkins.plugins.hypervnested.journal.Released;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/** Gives something back while its run goes on, and waits for it, without a thread and with a bound. */
final class GivingBack implements Release.Listener {

    /** Makes the release, when this Jenkins may act. */
    interface Source {
        Release release(Release.Listener listener) throws IOException, InterruptedException;
    }

    /** Hears how it goes on; from threads that are not to be kept. */
    interface Listener {

        /** A line for the build log. */
        void say(String vm, String text);

        /**
         * It begins.
         *
         * @param names what is given back; empty when nothing is held
         */
        void begins(List<String> names);

        /**
         * It is over; called at most once.
         *
         * @param end what became of it; null when there is trouble
         * @param trouble why it is not waited for any more; null when everything has an end
         */
        void over(@CheckForNull Released end, @CheckForNull Exception trouble);
    }

    /** How long agents that are away are waited for, as they are after a start of Jenkins. */
    private static final Duration FOR_AGENTS = Duration.ofMinutes(2);

    private static final long LOOK_AGAIN_SECONDS = 2;

    private final Source source;
    private final Instant deadline;
    private final Duration timeout;
    private final Listener listener;

    private Release release;
    private ScheduledFuture<?> bound;
    private boolean over;

    /** @param timeout how long it may take in all, for people */
    GivingBack(Source source, Instant deadline, Duration timeout, Listener listener) {
        this.source = source;
        this.deadline = deadline;
        this.timeout = timeout;
        this.listener = listener;
    }

    /** Begins; returns at once. */
    void begin() {
        long left = Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
        synchronized (this) {
            bound = AgentThreads.shared()
                    .schedule(() -> AgentThreads.aborts().execute(this::late), left, TimeUnit.MILLISECONDS);
        }
        Instant until = Instant.now().plus(FOR_AGENTS);
        HomeCheck.await(this::isOver, Journal::mayAct, listener::say, () -> release(until, 0), this::fail);
    }

    private void release(Instant until, int looks) {
        try {
            Release begun = source.release(this);
            boolean away = begun.hosts().stream().anyMatch(AgentOperations.get()::isWithoutAgent);
            if (away && Instant.now().isBefore(until)) {
                awaitAgents(until, looks);
                return;
            }
            synchronized (this) {
                if (over) {
                    return;
                }
                release = begun;
            }
            listener.begins(begun.names());
            begun.begin();
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    private void awaitAgents(Instant until, int looks) {
        if (isOver()) {
            return;
        }
        if (looks == 0) {
            listener.say("", Messages.GivingBack_agents(FOR_AGENTS.toMinutes()));
        }
        AgentThreads.shared()
                .schedule(
                        () -> AgentThreads.pool().execute(() -> release(until, looks + 1)),
                        LOOK_AGAIN_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void say(String vm, String text) {
        listener.say(vm, text);
    }

    @Override
    public void released(Released end) {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            // agents are lost as Jenkins goes down: it goes on after the start, and what got stuck is tried again
            return;
        }
        if (end()) {
            listener.over(end, null);
        }
    }

    private void late() {
        if (end()) {
            leaveRelease();
            long minutes = timeout.toMinutes();
            listener.over(
                    null,
                    new AbortException(
                            minutes > 0
                                    ? Messages.Release_late(minutes)
                                    : Messages.Release_lateSeconds(timeout.toSeconds())));
        }
    }

    private void fail(Exception cause) {
        if (end()) {
            listener.over(null, cause);
        }
    }

    /**
     * It is not waited for any more; what is under way goes on. The listener does not hear of an end.
     *
     * @return whether something is under way
     */
    boolean leave() {
        end();
        return leaveRelease();
    }

    private boolean leaveRelease() {
        Release left;
        synchronized (this) {
            left = release;
        }
        return left != null && left.leave();
    }

    /** {@return names of what is given back, for people} */
    String names() {
        Release running;
        synchronized (this) {
            running = release;
        }
        return running == null ? "" : String.join(", ", running.names());
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** {@return whether this is its end, and it had none} */
    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        if (bound != null) {
            bound.cancel(false);
        }
        return first;
    }
}
