package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.List;

/** Leave, then take the floor and restore: how an entry gives a VM back. */
final class Leaving {

    private Leaving() {}

    static Move decide(VmTask task) {
        if (!task.lease.hasLeft(task.entry())) {
            return leave(task);
        }
        if (task.lease.aspects().isEmpty()) {
            return task.left(VmResult.End.RESTORED);
        }
        return switch (Floor.of(task)) {
            case MINE -> Reconciling.decide(task);
            case FREE -> Entering.takeFloor(task, task.lease, false);
            case SILENT -> new Move.EndActor(task.lease.actor().epoch());
            case TAKEN ->
                new Move.Wait("waits for "
                        + LeaseRules.shown(task.lease, task.lease.actor().entry()) + ", which is changing the VM");
        };
    }

    private static Move leave(VmTask task) {
        Lease left = task.keeps()
                ? LeaseRules.leaveKept(task.lease, task.entry(), task.seen.vm(), task.seen.clock(), task.joinable())
                : LeaseRules.leave(task.lease, task.entry(), task.seen.clock(), task.joinable());
        if (!task.lease.isHeldBy(task.entry())
                && !task.keeps()
                && !task.target.recorded().isEmpty()) {
            List<String> differences = differences(task);
            if (!differences.isEmpty()) {
                String values = String.join("; ", differences);
                return task.end(VmResult.End.FAILED, true, task.failures.leaseLost(task.seen.vm(), values));
            }
            task.notes.add("the lease was gone, but the VM is as it was first");
        }
        return task.write(left, LeaseWrite.Floor.KEEP, () -> {});
    }

    private static List<String> differences(VmTask task) {
        VmState vm = task.seen.vm();
        List<String> differences = new ArrayList<>();
        for (AspectRecord recorded : task.target.recorded()) {
            AspectId id = new AspectId(recorded.aspect(), recorded.object());
            id.valueOf(vm)
                    .filter(value -> !value.equals(recorded.first()))
                    .ifPresent(value -> differences.add(recorded.aspect() + " is " + value + ", was " + recorded.first()
                            + (recorded.set().isEmpty() ? "" : ", set to " + recorded.set())));
        }
        return differences;
    }
}
