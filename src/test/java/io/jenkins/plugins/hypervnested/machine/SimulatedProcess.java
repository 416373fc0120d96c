package io.jenkins.plugins.hypervnested.machine;

import java.util.Set;

/** The life of one process of a {@link SimulatedHost}: each verb is counted, given its turn, struck by faults. */
final class SimulatedProcess {

    /** A verb's own work. */
    interface Verb<T> {
        T answer() throws MachineException, InterruptedException;
    }

    /** A call of a dead run that is still on its way. */
    record Ghost(long process, Runnable call, Runnable end) {
        void land() {
            call.run();
            end.run();
        }
    }

    private static final Set<String> CHANGING = Set.of("writeLeases", "change", "endActor");

    final long id;
    final Faults faults;
    final Turns turns;
    private final SimulatedHost host;
    private final SimulatedFailures failures;
    private final SimulatedProcess outside;
    private volatile boolean closed;

    SimulatedProcess(SimulatedHost host, long id, Faults faults, Turns turns) {
        this(host, id, faults, turns, null);
    }

    /** At the end of a session that the other process has. */
    SimulatedProcess(SimulatedHost host, long id, SimulatedProcess outside) {
        this(host, id, outside.faults, outside.turns, outside);
    }

    private SimulatedProcess(SimulatedHost host, long id, Faults faults, Turns turns, SimulatedProcess outside) {
        this.host = host;
        this.id = id;
        this.faults = faults;
        this.turns = turns;
        this.outside = outside;
        this.failures = new SimulatedFailures(host);
    }

    private SimulatedProcess outermost() {
        return outside == null ? this : outside.outermost();
    }

    void close() {
        if (!closed) {
            closed = true;
            host.processEnded(id);
        }
    }

    <T> T verb(String name, Verb<T> verb) throws MachineException, InterruptedException {
        if (turns != null) {
            turns.next(name);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("before " + name);
        }
        faults.count(name);
        requireLiving(name);
        Faults.Kind before = faults.kind(name, false);
        if (before != null && before != Faults.Kind.FAILURE) {
            strike(before, name, "before " + name, verb);
        }
        host.advance(host.root().verbMillis);
        requireLiving(name);
        T answer = verb.answer();
        Faults.Kind after = faults.kind(name, true);
        if (after != null) {
            strike(after, name, "after " + name, verb);
        }
        return answer;
    }

    private void strike(Faults.Kind kind, String name, String where, Verb<?> verb) throws MachineException {
        SimulatedProcess run = outermost();
        if (kind.isLate()) {
            String boot = host.bootId();
            Runnable call = CHANGING.contains(name) ? () -> landed(verb, boot) : () -> {};
            if (kind == Faults.Kind.STRAY) {
                run.host.processEnded(run.id);
            }
            run.host.haunt(new Ghost(run.id, call, () -> run.host.processEnded(run.id)));
            run.closed = true;
        } else if (kind == Faults.Kind.REBOOT) {
            run.host.reboot();
        } else if (kind == Faults.Kind.GUEST_RESTART) {
            host.reboot();
        } else if (kind == Faults.Kind.INSIDE_LOST) {
            host.processEnded(id);
        } else {
            run.host.processEnded(run.id);
        }
        if (kind == Faults.Kind.CRASH || kind == Faults.Kind.GHOST || kind == Faults.Kind.STRAY) {
            throw new SimulatedCrash(where);
        }
        throw run.isLiving() ? failures.insideLost(where) : failures.unreachable(where);
    }

    /** In a guest that was started anew since, or that stands still, there is nowhere to land. */
    private void landed(Verb<?> verb, String boot) {
        if (outside != null && !(host.bootId().equals(boot) && host.within.timePassesInside())) {
            return;
        }
        try {
            verb.answer();
        } catch (MachineException e) {
            host.record(id, "lease: a ghost was refused: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            throw new IllegalStateException("a ghost does not wait", e);
        }
    }

    boolean isLiving() {
        return !closed && host.isLiving(id) && (outside == null || outside.isLiving());
    }

    void requireLiving(String verb) throws MachineException {
        if (!outermost().isLiving()) {
            throw failures.unreachable(verb);
        }
        if (!isLiving()) {
            throw failures.insideLost(verb);
        }
        if (outside != null && !host.within.timePassesInside()) {
            close();
            throw failures.insideTimedOut(verb);
        }
        if (outside != null) {
            outside.requireLiving(verb);
        }
    }
}
