package io.jenkins.plugins.hypervnested.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lease that does not name an entry any more, although the journal knows what the entry found. */
final class LostLease {

    private LostLease() {}

    /**
     * {@return the lease to give back with: as it is, where nothing is lost or nothing differs from what was found first; or made again,
     * where an administrator said so} Empty where only a person can tell.
     *
     * @param notes gets what has to be said of it
     */
    static Optional<Lease> orMadeAgain(LeaseTask task, List<String> notes) {
        boolean lost = !task.lease.isHeldBy(task.entry())
                && task.target.recorded().stream().anyMatch(recorded -> !isKnown(task.lease, recorded));
        if (!lost) {
            return Optional.of(task.lease);
        }
        if (differences(task).isEmpty()) {
            notes.add("the lease was gone, but " + task.about().shown() + " is as it was first");
            return Optional.of(task.lease);
        }
        if (!task.target.fromJournal()) {
            return Optional.empty();
        }
        notes.add("the lease was gone, and made again from the journal");
        return Optional.of(
                FromJournal.again(task.lease, task.target.recorded(), task.request.options(), task.seen.subject()));
    }

    /** Ends a task that must not go on: what is owed stays owed. */
    static Move end(LeaseTask task) {
        String values = String.join("; ", differences(task));
        return task.end(VmResult.End.FAILED, true, task.failures.leaseLost(task.about(), values));
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
