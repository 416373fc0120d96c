package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;

/**
 * What became of a request.
 *
 * @param machine who answered
 * @param findings what the check found; empty for a rollback
 * @param vms one for each target, in the order of the request
 * @param leases every lease of the machine, where a survey was asked for; else empty
 */
public record Result(MachineIdentity machine, List<Finding> findings, List<VmResult> vms, List<FoundLease> leases)
        implements Serializable {

    public Result {
        findings = List.copyOf(findings);
        vms = List.copyOf(vms);
        leases = List.copyOf(leases);
    }

    public Result(MachineIdentity machine, List<Finding> findings, List<VmResult> vms) {
        this(machine, findings, vms, List.of());
    }

    /** {@return whether anything was changed} */
    public boolean changed() {
        return vms.stream().anyMatch(VmResult::changed);
    }

    /** {@return whether every VM shows what was wanted} */
    public boolean verified() {
        return vms.stream().allMatch(VmResult::verified);
    }
}
