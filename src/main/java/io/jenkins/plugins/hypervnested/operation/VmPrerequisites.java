package io.jenkins.plugins.hypervnested.operation;

import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.BLOCKS;
import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.INFORMS;
import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.WARNS;

import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a VM must be: configuration version 8.0 on Intel and 9.3 on AMD hosts, at most 225 virtual processors where its own system
 * is Windows Server 2019 or earlier; neither saved nor moved nor owned by something that would undo or forbid the change.
 */
final class VmPrerequisites {

    private static final int MOST_PROCESSORS = 225;
    private static final int SERVER_2019 = 17763;

    private final VmState vm;
    private final List<Finding> findings = new ArrayList<>();

    private VmPrerequisites(VmState vm) {
        this.vm = vm;
    }

    static List<Finding> of(MachineFacts facts, VmState vm, VmDetails details, Request request) {
        VmPrerequisites check = new VmPrerequisites(vm);
        if (request.kind() == Request.Kind.SPOOF || request.options().inside() != null) {
            check.unavailable(false);
            check.owners(details);
            return check.findings;
        }
        if (request.kind() != Request.Kind.DISABLE) {
            check.version(facts);
            check.processors(details, request.options().guestBuild());
            check.memory();
        }
        check.nested(request);
        check.state(request);
        check.owners(details);
        check.migrationCompatibility(details);
        check.checkpoints(details);
        return check.findings;
    }

    private void add(String id, Finding.Severity severity, String seen, String remedy) {
        findings.add(new Finding(id, severity, vm.name(), seen, remedy));
    }

    private void version(MachineFacts facts) {
        boolean amd = facts.processor().equals(Prerequisites.AMD);
        String least = amd ? "9.3" : "8.0";
        if (compareVersions(vm.version(), least) < 0) {
            add(
                    "version-too-low",
                    BLOCKS,
                    "VM '" + vm.name() + "' has configuration version " + vm.version() + ", below " + least,
                    "With the VM off: Update-VMVersion. That cannot be undone.");
        }
    }

    /** Compares versions number by number: 10.0 comes after 9.3. What is no number counts as 0. */
    static int compareVersions(String a, String b) {
        String[] left = a.split("\\.");
        String[] right = b.split("\\.");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Integer.compare(number(left, i), number(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int i) {
        return i < parts.length && parts[i].matches("\\d{1,9}") ? Integer.parseInt(parts[i]) : 0;
    }

    private void processors(VmDetails details, int told) {
        int build = details.guestBuild() > 0 ? details.guestBuild() : told;
        if (vm.processors() <= MOST_PROCESSORS || build > SERVER_2019) {
            return;
        }
        String seen = "VM '" + vm.name() + "' has " + vm.processors() + " virtual processors";
        if (build == 0) {
            add(
                    "too-many-processors",
                    WARNS,
                    seen + ", and its system is not known",
                    "With Windows Server 2019 or earlier inside give it at most 225, or tell its build by guestBuild.");
        } else {
            add(
                    "too-many-processors",
                    BLOCKS,
                    seen + ", and its system is build " + build,
                    "Give it at most 225, or install Windows Server 2022 or later in it.");
        }
    }

    private void memory() {
        if (vm.dynamicMemory()) {
            add(
                    "dynamic-memory",
                    WARNS,
                    "VM '" + vm.name() + "' has dynamic memory",
                    "It may stay so, but while Hyper-V runs inside, its memory does not change.");
        }
    }

    /** What runs inside is not seen from the host. */
    private void nested(Request request) {
        if (request.kind() == Request.Kind.DISABLE && vm.nesting() && vm.power() != PowerState.OFF) {
            add(
                    "nested-vms",
                    WARNS,
                    "VM '" + vm.name() + "' is on and has nested virtualization: VMs may run in it",
                    "Those that run are stopped with it, and do not start or resume until it has the extensions again.");
        }
    }

    private void state(Request request) {
        boolean on = request.kind() != Request.Kind.DISABLE;
        boolean toChange = vm.nesting() != on || request.options().start();
        switch (vm.power()) {
            case SAVED, HIBERNATED, SAVING ->
                add(
                        "saved-state",
                        toChange ? BLOCKS : WARNS,
                        "VM '" + vm.name() + "' is " + vm.platformState()
                                + "; its processor cannot be changed with a saved state",
                        "Start it with Start-VM and let it run or shut it down, or give the state up with Remove-VMSavedState.");
            case PAUSED, PAUSING ->
                add(
                        "paused",
                        toChange ? BLOCKS : WARNS,
                        "VM '" + vm.name() + "' is " + vm.platformState(),
                        "Resume it with Resume-VM, or turn it off.");
            default -> unavailable(true);
        }
    }

    /** @param processor whether the processor is to be changed, which merging disks forbid */
    private void unavailable(boolean processor) {
        switch (vm.power()) {
            case CRITICAL ->
                add(
                        "critical-state",
                        BLOCKS,
                        "VM '" + vm.name() + "' is " + vm.platformState() + ": the host has lost its storage",
                        "Bring the storage back first.");
            case SERVICING ->
                add(
                        "servicing",
                        BLOCKS,
                        "VM '" + vm.name() + "' is " + vm.platformState(),
                        "Wait until the host has finished.");
            default -> {
                if (processor && vm.merging()) {
                    add(
                            "merging",
                            BLOCKS,
                            "the host merges disks of VM '" + vm.name() + "'",
                            "Wait until it has finished.");
                }
            }
        }
    }

    private void owners(VmDetails details) {
        if (details.clustered()) {
            add(
                    "clustered",
                    BLOCKS,
                    "VM '" + vm.name() + "' is a role of a failover cluster",
                    "Take it out of the cluster: the cluster would restart or move it.");
        }
        if (details.replication() == VmDetails.Replication.REPLICA) {
            add("replica", BLOCKS, "VM '" + vm.name() + "' is the replica of another", "Use the primary VM.");
        } else if (details.replication() == VmDetails.Replication.PRIMARY) {
            add(
                    "replication-primary",
                    WARNS,
                    "VM '" + vm.name() + "' is replicated to another host",
                    "A failover meanwhile would leave the change behind.");
        }
        if (details.shielded()) {
            add("shielded", BLOCKS, "VM '" + vm.name() + "' is shielded", "Use a VM that is not.");
        }
        if (details.migrating()) {
            add(
                    "migrating",
                    BLOCKS,
                    "VM '" + vm.name() + "' is being moved or exported",
                    "Wait until that has finished.");
        }
    }

    private void migrationCompatibility(VmDetails details) {
        if (details.migrationCompatibility()) {
            add(
                    "migration-compatibility",
                    WARNS,
                    "the processor of VM '" + vm.name()
                            + "' is limited for migration (CompatibilityForMigrationEnabled)",
                    "If Hyper-V does not start inside, switch that off.");
        }
    }

    private void checkpoints(VmDetails details) {
        if (!details.checkpoints().isEmpty()) {
            add(
                    "checkpoints",
                    INFORMS,
                    "VM '" + vm.name() + "' has " + details.checkpoints().size()
                            + " checkpoint(s), which keep the settings of then",
                    "Apply none while the VM is held: that takes the change back.");
        }
        if (details.automaticCheckpoints()) {
            add(
                    "automatic-checkpoints",
                    WARNS,
                    "VM '" + vm.name() + "' gets a checkpoint at each start, and a shutdown deletes it",
                    "That checkpoint is not restored; switch automatic checkpoints off where you need it.");
        }
    }
}
