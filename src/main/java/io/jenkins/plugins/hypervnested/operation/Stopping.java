package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;

/**
 * Having a VM off: the guest is asked, the asking is noted in the lease before, and while it is open nobody concludes anything.
 * Turned off is a VM only where that was granted, and only after the guest had its time.
 */
final class Stopping {

    private Stopping() {}

    static Move decide(VmTask task) {
        VmState vm = task.seen.vm();
        boolean entering = task.lease.isHeldBy(task.entry());
        if (entering && task.request.options().restart() == Options.Restart.NEVER) {
            return task.fail(
                    task.restartDue
                            ? task.failures.mayNotRestart(vm)
                            : task.failures.restartNever(vm, task.spoofingNeedsOff));
        }
        boolean force = entering
                ? task.request.options().restart() == Options.Restart.FORCE
                : task.lease.stop().force();
        if (task.asking.refused) {
            return afterRefusal(task, force);
        }
        if (task.asking.noted) {
            return force ? turnOff(task) : task.fail(task.failures.doesNotShutDown(vm));
        }
        if (vm.shutdownOffered()) {
            return note(task, force);
        }
        if (vm.uptimeSeconds() < Bounds.SHUTDOWN_OFFER.toSeconds()) {
            return new Move.Wait("waits until the guest offers to be shut down");
        }
        return force ? turnOff(task) : task.fail(task.failures.offersNoShutdown(vm));
    }

    /** While somebody's asking is open: ask, where it is ours to do, else wait. */
    static Move whileAsked(VmTask task) {
        if (task.asking.refused) {
            return decide(task);
        }
        if (task.asking.noted && !task.asking.told) {
            return task.tell(
                    new Change.AskShutdown(task.id, task.epoch),
                    "ask the guest of VM '" + task.name() + "' to shut down");
        }
        return new Move.Wait("waits for the guest to shut down");
    }

    private static Move note(VmTask task, boolean force) {
        Duration bound = force
                ? Bounds.SHUTDOWN_BEFORE_FORCE
                : Duration.ofMillis(task.lease.stop().boundMillis());
        Lease.Asked asked =
                new Lease.Asked(task.entry(), task.seen.clock().boot(), task.now(), task.now() + bound.toMillis());
        return task.write(task.lease.withAsked(asked), LeaseWrite.Floor.KEEP, () -> task.asking.noted = true);
    }

    private static Move afterRefusal(VmTask task, boolean force) {
        if (task.lease.asked() != null) {
            return task.write(task.lease.withAsked(null), LeaseWrite.Floor.KEEP, () -> {});
        }
        return force ? turnOff(task) : task.fail(task.failures.offersNoShutdown(task.seen.vm()));
    }

    private static Move turnOff(VmTask task) {
        return task.tell(new Change.TurnOff(task.id, task.epoch), "turn off VM '" + task.name() + "'");
    }
}
