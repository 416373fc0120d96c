package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import java.util.ArrayList;
import java.util.List;

/** Leave, then take the floor and restore: how an entry gives back what it holds. */
final class Leaving {

    private Leaving() {}

    static Move decide(LeaseTask task) {
        if (!task.lease.hasLeft(task.entry())) {
            return leave(task);
        }
        if (task.lease.aspects().isEmpty()) {
            return task.left(VmResult.End.RESTORED);
        }
        return switch (Floor.of(task)) {
            case MINE -> task.reconcile();
            case FREE -> Entering.takeFloor(task, task.lease, false);
            case SILENT -> new Move.EndActor(task.lease.actor().epoch());
            case TAKEN ->
                new Move.Wait("waits for "
                        + LeaseRules.shown(task.lease, task.lease.actor().entry()) + ", which is changing "
                        + task.about().shown());
        };
    }

    private static Move leave(LeaseTask task) {
        boolean lost = !task.lease.isHeldBy(task.entry())
                && !task.keeps()
                && task.target.recorded().stream().anyMatch(recorded -> !isKnown(task.lease, recorded));
        Lease lease = task.lease;
        List<String> notes = new ArrayList<>();
        if (lost) {
            List<String> differences = differences(task);
            if (differences.isEmpty()) {
                notes.add("the lease was gone, but " + task.about().shown() + " is as it was first");
            } else if (task.target.fromJournal()) {
                lease = FromJournal.again(lease, task.target.recorded(), task.request.options(), task.seen.subject());
                notes.add("the lease was gone, and made again from the journal");
            } else {
                String values = String.join("; ", differences);
                return task.end(VmResult.End.FAILED, true, task.failures.leaseLost(task.about(), values));
            }
        }
        Lease left = task.keeps()
                ? LeaseRules.leaveKept(lease, task.entry(), task.seen.subject(), task.seen.clock(), task.joinable())
                : LeaseRules.leave(lease, task.entry(), task.seen.clock(), task.joinable());
        return task.write(left, LeaseWrite.Floor.KEEP, () -> task.notes.addAll(notes));
    }

    private static List<String> differences(LeaseTask task) {
        List<String> differences = new ArrayList<>();
        for (AspectRecord recorded : task.target.recorded()) {
            AspectId id = new AspectId(recorded.aspect(), recorded.object());
            if (isKnown(task.lease, recorded)) {
                continue;
            }
            id.valueOf(task.seen.subject())
                    .filter(value -> !value.equals(recorded.first()))
                    .ifPresent(value -> differences.add(recorded.aspect() + " is " + value + ", was " + recorded.first()
                            + (recorded.set().isEmpty() ? "" : ", set to " + recorded.set())));
        }
        return differences;
    }

    /**
     * Whether the lease still has what the entry found. Then the entry left once, so long ago that this is forgotten, and nobody has
     * restored it yet.
     */
    private static boolean isKnown(Lease lease, AspectRecord recorded) {
        return lease.aspect(new AspectId(recorded.aspect(), recorded.object()))
                .filter(aspect -> aspect.first().equals(recorded.first()))
                .isPresent();
    }
}
