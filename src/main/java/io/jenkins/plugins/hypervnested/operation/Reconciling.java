package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.Map;
import java.util.Optional;

/** With the floor: compare the machine with what the lease wants, do what is missing one verb at a time, compare again. */
final class Reconciling {

    static final String READY = "waits until the VM is ready";

    private Reconciling() {}

    static Move decide(VmTask task) {
        VmState vm = task.seen.vm();
        if (vm.power() == PowerState.OFF) {
            task.asking.forget();
            if (task.lease.asked() != null) {
                return task.write(task.lease.withAsked(null), LeaseWrite.Floor.KEEP, () -> {});
            }
        }
        if (LeaseRules.isAskedOpen(task.lease, task.seen)) {
            return Stopping.whileAsked(task);
        }
        if (vm.power().isTransient()
                || vm.power() == PowerState.SERVICING
                || vm.power() == PowerState.OFF && vm.merging()) {
            return new Move.Wait(
                    "waits while the VM is " + vm.platformState() + (vm.merging() ? " and its disks are merged" : ""));
        }
        Map<AspectId, String> wanted = task.wanted();
        boolean mayInterrupt = task.lease.othersReady(task.run()).isEmpty();
        Optional<Plan.Step> next = task.restartDue && mayInterrupt
                ? Optional.of(new Plan.Step.Stop())
                : Plan.next(vm, wanted, mayInterrupt, task.spoofingNeedsOff);
        if (next.isEmpty()) {
            return conclude(task, wanted);
        }
        Lease recorded = next.get() instanceof Plan.Step.Stop ? LeaseRules.recordPower(task.lease, vm) : task.lease;
        Lease intended = LeaseRules.intend(recorded, vm);
        return intended.equals(task.lease)
                ? act(task, next.get())
                : task.write(intended, LeaseWrite.Floor.KEEP, () -> {});
    }

    private static Move act(VmTask task, Plan.Step step) {
        String sentence = task.named(step).sentence(task.name());
        String epoch = task.epoch;
        if (step instanceof Plan.Step.Expose expose) {
            return task.tell(new Change.Expose(task.id, epoch, expose.on()), sentence);
        }
        if (step instanceof Plan.Step.Spoof spoof) {
            return task.tell(new Change.Spoof(task.id, epoch, spoof.adapterId(), spoof.on()), sentence);
        }
        if (step instanceof Plan.Step.Connect connect) {
            return task.tell(new Change.Connect(task.id, epoch, connect.adapterId(), connect.switchId()), sentence);
        }
        if (step instanceof Plan.Step.Start) {
            return task.tell(new Change.Start(task.id, epoch), sentence);
        }
        return step instanceof Plan.Step.Wake ? wake(task, sentence) : Stopping.decide(task);
    }

    private static Move wake(VmTask task, String sentence) {
        return switch (task.seen.vm().power()) {
            case SAVED, HIBERNATED -> task.tell(new Change.Start(task.id, task.epoch), sentence);
            case PAUSED -> task.tell(new Change.Resume(task.id, task.epoch), sentence);
            default -> new Move.Wait("waits while the VM is " + task.seen.vm().platformState());
        };
    }

    private static Move conclude(VmTask task, Map<AspectId, String> wanted) {
        boolean entering = task.lease.isHeldBy(task.entry());
        VmState vm = task.seen.vm();
        if (entering && (task.restartDue || Plan.interrupts(vm, wanted, task.spoofingNeedsOff))) {
            return task.write(task.lease.withActor(null), LeaseWrite.Floor.GIVE_UP, () -> task.epoch = null);
        }
        if (entering && task.started && !isReady(vm, task.request.options().waitFor())) {
            return vm.heartbeat() == Heartbeat.DISABLED
                    ? task.fail(task.failures.heartbeatDisabled(vm))
                    : new Move.Wait(READY);
        }
        return task.conclude(task.withoutLost(), Spoofing.changesSince(task.lease, task.request, vm));
    }

    private static boolean isReady(VmState vm, Options.WaitFor waitFor) {
        return switch (waitFor) {
            case HEARTBEAT -> vm.power() == PowerState.RUNNING && vm.heartbeat() == Heartbeat.OK;
            case RUNNING -> vm.power() == PowerState.RUNNING;
            case NONE -> true;
        };
    }
}
