package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A request whose work is inside a VM, or on the machine itself: what has to run is held, then entered, and inside the same rules of leases
 * hold as outside. Everything is held by one entry. What fails half-way is put back at once, innermost first.
 */
final class InsideOperation {

    private static final int MOST_BREAKS = 3;
    private static final Set<String> BROKEN = Set.of("HVN.InsideLost", "HVN.InsideTimedOut", "HVN.NoSession");

    final Journey journey;
    final Request request;
    final Journey.Stop host;
    private final Consumer<List<Finding>> findings;

    /** What has to be done inside. */
    interface Work {
        /**
         * @param inside where
         * @return null when it is done; else what stands in the way
         */
        VmResult enter(Journey.Stop inside) throws MachineException, InterruptedException;

        /** Says what would be done. */
        void plan(Journey.Stop inside) throws MachineException, InterruptedException;
    }

    /** @param findings hears what was found inside */
    InsideOperation(Machine machine, Journey journey, Consumer<List<Finding>> findings) {
        this.journey = journey;
        this.request = journey.request;
        this.host = new Journey.Stop(machine, Place.TARGET, "", journey.host);
        this.findings = findings;
    }

    /** @param vm the VM that is meant; null when the machine itself is */
    VmResult run(VmState vm) throws MachineException, InterruptedException {
        if (vm != null) {
            journey.found(vm.id(), vm.name());
        }
        if (request.kind() == Request.Kind.ROLL_BACK) {
            return new InsideRollback(journey, host).run(vm);
        }
        if (request.options().dryRun()) {
            return dryRun(vm);
        }
        VmResult trouble;
        try {
            trouble = enterThroughBreaks(vm);
        } catch (MachineException e) {
            return putBack(vm, e.failure());
        }
        if (trouble == null) {
            return done(vm);
        }
        return trouble.end() == VmResult.End.WAITING
                ? journey.end(
                        VmResult.End.WAITING,
                        trouble.held() || !journey.places().isEmpty(),
                        null)
                : putBack(vm, trouble.failure());
    }

    /**
     * A session into a guest may break, as when another run restarts the VM. Nothing is lost by beginning again: what is there already
     * stays.
     */
    private VmResult enterThroughBreaks(VmState vm) throws MachineException, InterruptedException {
        for (int breaks = 0; ; breaks++) {
            try {
                return enter(breaks == 0 || vm == null ? vm : again(vm));
            } catch (MachineException e) {
                if (!BROKEN.contains(e.failure().details().errorId()) || breaks == MOST_BREAKS) {
                    throw e;
                }
                // throws where it is the host that was lost
                host.machine().describe();
                journey.say("", "a session into a guest broke: begins again, and keeps what is there");
            }
        }
    }

    private VmState again(VmState vm) throws MachineException, InterruptedException {
        Answer<Observation> answer = host.machine().observe(List.of(vm.id())).get(vm.id());
        if (answer.isFailure()) {
            throw new MachineException(answer.failure());
        }
        return answer.value().vm();
    }

    private Work work(VmState vm) {
        return request.kind() == Request.Kind.NAT
                ? new NatWork(journey, request.options().inside().nat())
                : new RoleWork(journey, host, vm);
    }

    private VmResult enter(VmState vm) throws MachineException, InterruptedException {
        if (vm == null) {
            return work(null).enter(host);
        }
        if (request.kind() == Request.Kind.INSTALL && !vm.nesting()) {
            throw new MachineException(
                    new RoleFailures(journey.host.name()).notExposed(vm.name(), journey.host.name()));
        }
        if (request.kind() == Request.Kind.INSTALL) {
            VmResult held = hold(vm);
            return held.end() == VmResult.End.DONE ? work(vm).enter(host) : held;
        }
        boolean on = AspectId.POWER.valueOf(vm).orElseThrow().equals(AspectId.ON);
        // where it runs it is entered first, so that a login which it does not take leaves nothing behind
        VmResult held = on ? null : hold(vm);
        if (held != null && held.end() != VmResult.End.DONE) {
            return held;
        }
        Journey.Stop inside =
                Entrance.enter(journey, host, hop(vm), "", request.options().timeout());
        try (Machine guest = inside.machine()) {
            requireUsable(inside);
            held = on ? hold(vm) : held;
            return held.end() == VmResult.End.DONE ? work(vm).enter(inside) : held;
        }
    }

    private Place.Hop hop(VmState vm) {
        return new Place.Hop(vm.id(), vm.name(), request.options().inside().login());
    }

    /** Has a VM run, and keeps it running. */
    private VmResult hold(VmState vm) throws MachineException, InterruptedException {
        return journey.take(host, vm.id(), request, (target, context) -> new HoldTask(target, vm.id(), context));
    }

    /** What a host must be, a guest in which something is to be changed must be as well. */
    private void requireUsable(Journey.Stop inside) throws MachineException, InterruptedException {
        List<Finding> found = Prerequisites.ofMachine(inside.machine().describe(), request.kind());
        findings.accept(found);
        List<Finding> blocking = found.stream()
                .filter(f -> f.severity() == Finding.Severity.BLOCKS)
                .toList();
        if (!blocking.isEmpty()) {
            Finding first = blocking.get(0);
            throw new MachineException(new Failures(inside.identity().name())
                    .blocked(journey.name(), "nothing was changed inside", first.seen(), first.remedy(), first.id()));
        }
    }

    private VmResult done(VmState vm) throws MachineException, InterruptedException {
        if (request.options().rollback()) {
            return journey.end(VmResult.End.DONE, true, null);
        }
        VmResult kept = new InsideRollback(journey, host, false, true).run(vm);
        boolean left = kept.end() == VmResult.End.RESTORED;
        return journey.end(left ? VmResult.End.DONE : VmResult.End.FAILED, !left, kept.failure());
    }

    /** Takes back what was done until a failure. */
    private VmResult putBack(VmState vm, Failure failure) throws MachineException, InterruptedException {
        if (journey.places().isEmpty()) {
            return journey.end(VmResult.End.FAILED, false, failure);
        }
        journey.say("", failure.sentence() + " Puts everything back as it was.");
        VmResult back = new InsideRollback(journey, host, true, true).run(vm);
        if (back.failure() != null) {
            journey.note(
                    "not everything could be put back yet: " + back.failure().sentence());
        } else {
            journey.note("everything was put back as it was");
        }
        return journey.end(VmResult.End.FAILED, back.failure() != null, failure);
    }

    private VmResult dryRun(VmState vm) throws MachineException, InterruptedException {
        try {
            if (vm == null) {
                work(null).plan(host);
            } else if (!AspectId.POWER.valueOf(vm).orElseThrow().equals(AspectId.ON)) {
                requireStart(vm);
                journey.plan("start VM '" + vm.name() + "'");
                work(vm).plan(null);
            } else {
                Journey.Stop inside = Entrance.enter(
                        journey, host, hop(vm), "", request.options().timeout());
                try (Machine guest = inside.machine()) {
                    work(vm).plan(inside);
                }
            }
        } catch (MachineException e) {
            return journey.end(VmResult.End.FAILED, false, e.failure());
        }
        return journey.end(VmResult.End.DONE, false, null);
    }

    private void requireStart(VmState vm) throws MachineException {
        if (!request.options().start()) {
            throw new MachineException(new Failures(journey.host.name()).notRunning(vm));
        }
    }
}
