package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<String> notes = new ArrayList<>();
        Optional<Lease> lease = task.keeps() ? Optional.of(task.lease) : LostLease.orMadeAgain(task, notes);
        if (lease.isEmpty()) {
            return LostLease.end(task);
        }
        Lease left = task.keeps()
                ? LeaseRules.leaveKept(
                        lease.get(), task.entry(), task.seen.subject(), task.seen.clock(), task.joinable())
                : LeaseRules.leave(lease.get(), task.entry(), task.seen.clock(), task.joinable());
        return task.write(left, LeaseWrite.Floor.KEEP, () -> task.notes.addAll(notes));
    }
}
