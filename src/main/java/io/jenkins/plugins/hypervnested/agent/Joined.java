package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import java.io.Serializable;
import java.util.List;

/**
 * That a lease names an entry as a holder now.
 *
 * @param entry the entry
 * @param machine the machine that was joined
 * @param vmId the VM's id
 * @param vmName the VM's name
 * @param aspects what the lease records
 */
public record Joined(String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects)
        implements Serializable {

    public Joined {
        aspects = List.copyOf(aspects);
    }
}
