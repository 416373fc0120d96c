package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.io.Serializable;
import java.util.List;

/**
 * One VM of a request.
 *
 * @param vm how it was named; for a rollback its id where that is known
 * @param holder who holds it, or shall hold it
 * @param recorded what the journal knows of the values before; empty unless this is a rollback
 */
public record Target(VmRef vm, Holder holder, List<AspectRecord> recorded) implements Serializable {

    public Target {
        recorded = List.copyOf(recorded);
    }

    public static Target of(VmRef vm, Holder holder) {
        return new Target(vm, holder, List.of());
    }
}
