package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.RoleState;

/** The failures that operations find about the Hyper-V role of a machine. */
final class RoleFailures {

    private final String machine;

    RoleFailures(String machine) {
        this.machine = machine;
    }

    private Failure.Details details(String id, String what, RoleState role, String remedy) {
        return new Failure.Details(what, machine, "", role.feature().name(), remedy, id, "", "");
    }

    Failure unavailable(RoleState role) {
        return new Failure.Unsupported(
                details(
                        "HVN.NoRole",
                        "install Hyper-V in Windows edition '" + role.edition() + "', which does not have it,",
                        role,
                        "Use Windows Server, or a Pro, Enterprise or Education edition; where the files were removed, put them back first."));
    }

    /** The host shows the extensions, yet Windows inside refuses. */
    Failure refused(RoleState role) {
        Failure.Details d = role.failure().details();
        return new Failure.Refused(new Failure.Details(
                "install Hyper-V: Windows refuses it, although the host exposes the extensions to this VM,",
                machine,
                "",
                role.feature().name(),
                "Shut the VM down and start it, so that it sees the extensions. If another hypervisor or virtualization-based security"
                        + " runs in it, switch that off for the installation.",
                d.errorId(),
                d.category(),
                d.message()));
    }

    Failure notLaunched(RoleState role) {
        String why =
                switch (role.launchProblem()) {
                    case NO_EXTENSIONS -> "the processor shows it no virtualization extensions";
                    case LAUNCH_TYPE_OFF -> "it is switched off (hypervisorlaunchtype)";
                    case NONE, OTHER ->
                        role.service() ? "Windows does not say why" : "its management service vmms does not run either";
                };
        String remedy =
                switch (role.launchProblem()) {
                    case NO_EXTENSIONS -> "Run hypervNestedEnable for this VM first.";
                    case LAUNCH_TYPE_OFF -> "In the VM: bcdedit /set hypervisorlaunchtype auto, then restart it.";
                    case NONE, OTHER ->
                        "Look at the event log Microsoft-Windows-Hyper-V-Hypervisor-Operational in the VM.";
                };
        return new Failure.WrongState(details(
                "HVN.HypervisorNotLaunched",
                "use Hyper-V, whose hypervisor was not launched: " + why + ",",
                role,
                remedy));
    }

    Failure notExposed(String vm, String host) {
        return new Failure.WrongState(new Failure.Details(
                "install Hyper-V in VM '" + vm + "', to which the host does not expose the virtualization extensions,",
                host,
                vm,
                "not changed",
                "Run hypervNestedEnable for this VM first; the installation would be refused, or the hypervisor would not start.",
                "HVN.NotExposed",
                "",
                ""));
    }
}
