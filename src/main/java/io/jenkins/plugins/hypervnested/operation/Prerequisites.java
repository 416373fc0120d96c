package io.jenkins.plugins.hypervnested.operation;

import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.BLOCKS;
import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.INFORMS;
import static io.jenkins.plugins.hypervnested.operation.Finding.Severity.WARNS;

import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the machine must be. The numbers are those of Microsoft's page "Run Hyper-V in a virtual machine with nested
 * virtualization": Intel from Windows Server 2016 or Windows 10 on, AMD from Windows Server 2022 or Windows 11 on.
 */
final class Prerequisites {

    static final String INTEL = "GenuineIntel";
    static final String AMD = "AuthenticAMD";

    private static final int SERVER_2016 = 14393;
    private static final int WINDOWS_10 = 10240;
    private static final int SERVER_2022 = 20348;
    private static final Set<String> OTHER_HYPERVISORS =
            Set.of("VMware, Inc.", "QEMU", "Xen", "innotek GmbH", "Parallels Software International Inc.", "Red Hat");

    private Prerequisites() {}

    /** {@return what is to be said of the machine} A missing module stops every further question about Hyper-V. */
    static List<Finding> ofMachine(MachineFacts facts, Request.Kind kind) {
        List<Finding> findings = new ArrayList<>();
        hyperV(facts, kind, findings);
        rights(facts, kind, findings);
        if (!changesProcessor(kind)) {
            return findings;
        }
        if (kind != Request.Kind.DISABLE) {
            processor(facts, findings);
        }
        surroundings(facts, findings);
        return findings;
    }

    private static boolean changesProcessor(Request.Kind kind) {
        return kind == Request.Kind.CHECK || kind == Request.Kind.ENABLE || kind == Request.Kind.DISABLE;
    }

    private static void hyperV(MachineFacts facts, Request.Kind kind, List<Finding> findings) {
        if (!facts.hyperVModule()) {
            findings.add(
                    machine(
                            "no-hyper-v-module",
                            BLOCKS,
                            facts.name() + " has no Hyper-V PowerShell module",
                            "Install the Hyper-V role with its management tools there, or register the machine that runs the VM."));
            return;
        }
        if (!facts.hyperV()) {
            findings.add(machine(
                    "hyper-v-not-answering",
                    BLOCKS,
                    "the Hyper-V Virtual Machine Management service of " + facts.name() + " does not answer",
                    "Start the service vmms there."));
        }
        if (!facts.exposes() && changesProcessor(kind)) {
            findings.add(machine(
                    "no-expose-parameter",
                    BLOCKS,
                    "Set-VMProcessor of " + facts.name() + " has no parameter ExposeVirtualizationExtensions",
                    "Use a host with Windows Server 2016, Windows 10 or later."));
        }
    }

    private static void rights(MachineFacts facts, Request.Kind kind, List<Finding> findings) {
        Finding.Severity severity = kind == Request.Kind.CHECK ? WARNS : BLOCKS;
        if (!facts.administrator()) {
            findings.add(machine(
                    "no-rights",
                    severity,
                    facts.account() + " is no administrator of " + facts.name() + ", so leases cannot be written",
                    "Use a local administrator, or enter through the JEA endpoint of this plugin."));
        }
        if (!facts.leaseFolderProblem().isEmpty()) {
            findings.add(machine(
                    "lease-folder",
                    severity,
                    "leases cannot be written on " + facts.name() + ": " + facts.leaseFolderProblem(),
                    "Put owner and access list of the folder right, or remove it while nobody holds a VM."));
        }
        if (!facts.process64()) {
            findings.add(machine(
                    "powershell-32-bit",
                    BLOCKS,
                    "the PowerShell that answers on " + facts.name()
                            + " has 32 bits, where the Hyper-V cmdlets do not work",
                    "Use the 64-bit Windows PowerShell."));
        }
    }

    private static void processor(MachineFacts facts, List<Finding> findings) {
        String system = facts.caption() + " (build " + facts.build() + ")";
        switch (facts.processor()) {
            case INTEL -> {
                if (facts.build() < (facts.server() ? SERVER_2016 : WINDOWS_10)) {
                    findings.add(machine(
                            "intel-host-too-old",
                            BLOCKS,
                            "the Intel host runs " + system,
                            "Use a host with Windows Server 2016, Windows 10 or later."));
                }
            }
            case AMD -> {
                if (facts.build() < SERVER_2022) {
                    findings.add(machine(
                            "amd-host-too-old",
                            BLOCKS,
                            "the AMD host runs " + system + ", on which a VM with exposed extensions does not start",
                            "Use a host with Windows Server 2022, Windows 11 or later, or an Intel host."));
                }
            }
            default ->
                findings.add(machine(
                        "unknown-processor",
                        WARNS,
                        "the processor says it is '" + facts.processor() + "'",
                        "Nested virtualization is known of Intel (VT-x, EPT) and AMD EPYC or Ryzen processors."));
        }
        if (facts.architecture().equalsIgnoreCase("ARM64")) {
            findings.add(machine(
                    "arm64",
                    WARNS,
                    "the host has ARM64 processors, on some of which a VM with exposed extensions does not start",
                    "Expect the start to be refused; the VM is put back then."));
        }
    }

    private static void surroundings(MachineFacts facts, List<Finding> findings) {
        if (facts.azure()) {
            findings.add(
                    machine(
                            "azure-vm",
                            BLOCKS,
                            facts.name() + " is an Azure VM; nobody has access to the host below it",
                            "Nothing is to be enabled for it: its security type must be Standard and its size one that supports nested"
                                    + " virtualization. The steps that install Hyper-V and make a NAT inside it are what makes sense here."));
        } else if (OTHER_HYPERVISORS.contains(facts.manufacturer())) {
            findings.add(machine(
                    "other-hypervisor",
                    WARNS,
                    facts.name() + " runs on a hypervisor of " + facts.manufacturer()
                            + ", on which Microsoft does not support Hyper-V",
                    "Use a physical Hyper-V host, or a VM of one."));
        } else if (facts.model().equals("Virtual Machine")
                && facts.manufacturer().equals("Microsoft Corporation")) {
            findings.add(machine(
                    "nested-host",
                    INFORMS,
                    facts.name()
                            + " is itself a Hyper-V VM; whether it has the extensions is known to its own host only",
                    "Make sure that they are exposed to it, and that nobody restarts it meanwhile."));
        }
    }

    private static Finding machine(String id, Finding.Severity severity, String seen, String remedy) {
        return new Finding(id, severity, "", seen, remedy);
    }
}
