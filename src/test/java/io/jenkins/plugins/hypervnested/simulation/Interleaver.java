package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Runs several parties so that exactly one moves at a time, verb by verb, in an order that a {@link Schedule} chooses.
 *
 * <p>A call of a dead run that is still on its way is one more thing that may move. Virtual time goes on only when every party
 * awaits something: as far as the next event or the first deadline.
 */
public final class Interleaver {

    private static final int MOST_STEPS = 20_000;

    /** What one party does; every verb of a machine that was connected with the party is a step. */
    public interface Body {
        void run(Party party) throws Exception;
    }

    /** That a schedule was given up; unwinds the parties. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SimulatedHost host;
    private final Schedule schedule;
    private final List<Party> parties = new ArrayList<>();
    private final Semaphore scheduler = new Semaphore(0);
    private final List<String> trace = new ArrayList<>();
    private boolean abandoned;

    public Interleaver(SimulatedHost host, Schedule schedule) {
        this.host = host;
        this.schedule = schedule;
    }

    /** Adds a party; it starts with {@link #run()}. */
    public Interleaver party(String name, Body body) {
        parties.add(new Party(name, body));
        return this;
    }

    /** {@return what moved, in order} */
    public List<String> trace() {
        return List.copyOf(trace);
    }

    /**
     * Runs all parties to their ends.
     *
     * @throws AssertionError when a party failed, or there is no end
     */
    public void run() {
        parties.forEach(p -> p.thread.start());
        try {
            Party last = null;
            for (int step = 0; parties.stream().anyMatch(p -> !p.ended); step++) {
                if (step > MOST_STEPS) {
                    throw new AssertionError("no end after " + MOST_STEPS + " steps\n" + story());
                }
                last = move(last);
            }
        } finally {
            giveUp();
        }
        for (Party p : parties) {
            if (p.failure != null) {
                throw new AssertionError(p.name + " failed: " + p.failure + '\n' + story(), p.failure);
            }
        }
    }

    private Party move(Party last) {
        List<Party> able = new ArrayList<>();
        if (last != null && last.canMove()) {
            able.add(last);
        }
        parties.stream().filter(p -> p != last && p.canMove()).forEach(able::add);
        int ghosts = host.ghosts() > 0 ? 1 : 0;
        if (able.isEmpty() && ghosts == 0) {
            passTime();
            return last;
        }
        boolean preempts = last != null && !able.isEmpty() && able.get(0) == last;
        int choice = schedule.choose(able.size() + ghosts, preempts);
        if (choice == able.size()) {
            trace.add("a ghost's call lands");
            host.landGhost();
            return last;
        }
        Party next = able.get(choice);
        trace.add(next.name + ' ' + next.wants);
        long stall = schedule.stall();
        if (stall > 0) {
            trace.add(next.name + " stalls for " + stall + " ms");
            next.stall(stall);
            return last;
        }
        next.turn.release();
        scheduler.acquireUninterruptibly();
        return next;
    }

    private void passTime() {
        long until = parties.stream()
                .filter(p -> !p.ended)
                .mapToLong(p -> p.until)
                .min()
                .orElseThrow();
        long event = host.millisToNextEvent();
        long now = host.clock().millis();
        host.advance(Math.max(1, Math.min(until - now, event)));
    }

    private void giveUp() {
        abandoned = true;
        for (Party p : parties) {
            p.turn.release();
        }
        for (Party p : parties) {
            try {
                p.thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** {@return what moved, for a message} */
    public String story() {
        int from = Math.max(0, trace.size() - 120);
        return schedule + "\n    " + String.join("\n    ", trace.subList(from, trace.size())) + "\n  changes: "
                + host.changes();
    }

    /** One that moves. */
    public final class Party implements Turns {

        private final String name;
        private final Thread thread;
        private final Semaphore turn = new Semaphore(0);
        private String wants = "starts";
        private long until;
        private BooleanSupplier condition = () -> true;
        private Throwable failure;
        private volatile boolean ended;

        private Party(String name, Body body) {
            this.name = name;
            this.thread = new Thread(() -> go(body), "party " + name);
            this.thread.setDaemon(true);
        }

        private void go(Body body) {
            try {
                turn.acquireUninterruptibly();
                if (!abandoned) {
                    body.run(this);
                }
            } catch (Abandoned e) {
                // unwound on purpose
            } catch (SimulatedCrash e) {
                trace.add(name + ' ' + e.getMessage());
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = true;
                scheduler.release();
            }
        }

        public String name() {
            return name;
        }

        /** Interrupts the party, as an abort does. */
        public void abort() {
            thread.interrupt();
        }

        /** Lets virtual time pass for this party, while the others move. */
        public void sleep(long millis) {
            wants = "sleeps " + millis;
            await(host, host.clock().millis() + millis, () -> false);
        }

        @Override
        public void next(String verb) {
            wants = verb;
            condition = () -> true;
            pause();
        }

        @Override
        public void await(SimulatedHost of, long untilMillis, BooleanSupplier awaited) {
            String boot = of.clock().boot();
            until = untilMillis;
            condition = () -> awaited.getAsBoolean()
                    || thread.isInterrupted()
                    || of.clock().millis() >= untilMillis
                    || !of.clock().boot().equals(boot);
            pause();
        }

        private void stall(long millis) {
            BooleanSupplier before = condition;
            long over = host.clock().millis() + millis;
            until = over;
            condition = () -> host.clock().millis() >= over && before.getAsBoolean();
        }

        private boolean canMove() {
            return !ended && condition.getAsBoolean();
        }

        private void pause() {
            scheduler.release();
            turn.acquireUninterruptibly();
            if (abandoned) {
                throw new Abandoned();
            }
        }
    }
}
