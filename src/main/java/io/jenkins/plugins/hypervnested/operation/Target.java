package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * One VM of a request.
 *
 * @param vm how it was named; for a rollback its id where that is known
 * @param holder who holds it, or shall hold it
 * @param recorded what the journal knows of the values before; empty unless this is a rollback
 * @param joinable for a rollback, for how long from now on a join of that entry may still be on its way: until its step's deadline
 * @param fromJournal for a rollback, whether an administrator said <em>restore from the journal</em>: where no lease names the entry any
 *     more, one is made again of what is recorded, and reconciled as always
 * @param goneBefore for a rollback, whether the VM was missing at least a minute ago already: missing again, it is believed to be gone
 * @param name for a rollback, what the VM was called when it was recorded, to tell of others of that name where it is gone; else empty
 */
public record Target(
        VmRef vm,
        Holder holder,
        List<AspectRecord> recorded,
        Duration joinable,
        boolean fromJournal,
        boolean goneBefore,
        String name)
        implements Serializable {

    public Target {
        recorded = List.copyOf(recorded);
    }

    public Target(VmRef vm, Holder holder, List<AspectRecord> recorded, Duration joinable) {
        this(vm, holder, recorded, joinable, false, false, "");
    }

    /** Where nothing is known of the step's deadline. */
    public Target(VmRef vm, Holder holder, List<AspectRecord> recorded) {
        this(vm, holder, recorded, Bounds.LONGEST_STEP);
    }

    public static Target of(VmRef vm, Holder holder) {
        return new Target(vm, holder, List.of());
    }
}
