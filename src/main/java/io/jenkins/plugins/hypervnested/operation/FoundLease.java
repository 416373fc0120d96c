package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;

/**
 * A lease on a machine, as a survey found it.
 *
 * @param subject whose lease it is: id of a VM, {@code network} or {@code role}
 * @param name the VM's name; empty where no VM has that id, or it is not the lease of a VM
 * @param problem why it cannot be read, {@code DAMAGED} or {@code NEWER}; empty where it was read. Such a one is told with nothing else
 * @param holders who holds it, in order
 * @param aspects what it records
 * @param actor entry of who has the floor; empty when nobody has
 */
public record FoundLease(
        String subject,
        String name,
        String problem,
        List<FoundHolder> holders,
        List<AspectRecord> aspects,
        String actor)
        implements Serializable {

    public FoundLease {
        holders = List.copyOf(holders);
        aspects = List.copyOf(aspects);
    }

    /** {@return whether it could be read} */
    public boolean isReadable() {
        return problem.isEmpty();
    }
}
