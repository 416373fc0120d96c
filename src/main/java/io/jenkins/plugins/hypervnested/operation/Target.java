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
 */
public record Target(VmRef vm, Holder holder, List<AspectRecord> recorded, Duration joinable) implements Serializable {

    public Target {
        recorded = List.copyOf(recorded);
    }

    /** Where nothing is known of the step's deadline. */
    public Target(VmRef vm, Holder holder, List<AspectRecord> recorded) {
        this(vm, holder, recorded, Bounds.LONGEST_STEP);
    }

    public static Target of(VmRef vm, Holder holder) {
        return new Target(vm, holder, List.of());
    }
}
