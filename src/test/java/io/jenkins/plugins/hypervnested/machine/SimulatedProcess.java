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
    private volatile boolean closed;

    SimulatedProcess(SimulatedHost host, long id, Faults faults, Turns turns, SimulatedFailures failures) {
        this.host = host;
        this.id = id;
        this.faults = faults;
        this.turns = turns;
        this.failures = failures;
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
        host.advanceTo(host.millis() + host.verbMillis);
        T answer = verb.answer();
        Faults.Kind after = faults.kind(name, true);
        if (after != null) {
            strike(after, name, "after " + name, verb);
        }
        return answer;
    }

    private void strike(Faults.Kind kind, String name, String where, Verb<?> verb) throws MachineException {
        if (kind.isLate()) {
            Runnable call = CHANGING.contains(name) ? () -> landed(verb) : () -> {};
            if (kind == Faults.Kind.STRAY) {
                host.processEnded(id);
            }
            host.haunt(new Ghost(id, call, () -> host.processEnded(id)));
            closed = true;
        } else if (kind == Faults.Kind.REBOOT) {
            host.reboot();
        } else {
            host.processEnded(id);
        }
        if (kind == Faults.Kind.CRASH || kind == Faults.Kind.GHOST || kind == Faults.Kind.STRAY) {
            throw new SimulatedCrash(where);
        }
        throw failures.unreachable(where);
    }

    private void landed(Verb<?> verb) {
        try {
            verb.answer();
        } catch (MachineException e) {
            host.record(id, "lease: a ghost was refused: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            throw new IllegalStateException("a ghost does not wait", e);
        }
    }

    boolean isLiving() {
        return !closed && host.isLiving(id);
    }

    void requireLiving(String verb) throws MachineException {
        if (!isLiving()) {
            throw failures.unreachable(verb);
        }
    }
}
