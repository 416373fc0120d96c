package io.jenkins.plugins.hypervnested.machine;

import java.util.function.Function;

/** Failures in the shapes of docs/protocol.md and facts/hyper-v.md. */
final class SimulatedFailures {

    private static final String HYPER_V = ",Microsoft.HyperV.PowerShell.Commands.";

    private final SimulatedHost host;

    SimulatedFailures(SimulatedHost host) {
        this.host = host;
    }

    Failure vmGone(String what, String id) {
        return of(Failure.NotFound::new, what, id, "gone", "HVN.VmGone", "ObjectNotFound", "No VM has the id " + id);
    }

    Failure adapterGone(String what, SimulatedVm vm, String adapterId) {
        return of(
                Failure.NotFound::new,
                what,
                adapterId,
                vm.state,
                "HVN.AdapterGone",
                "ObjectNotFound",
                "The VM has no adapter of that id");
    }

    Failure fenced(String what, String id) {
        return of(
                Failure.Fenced::new,
                what,
                id,
                "unchanged",
                "HVN.Fenced",
                "InvalidOperation",
                "The lease names another actor");
    }

    Failure leaseFolder(String subject) {
        return of(
                Failure.NotPermitted::new,
                "lease",
                subject,
                "unchanged",
                "HVN.LeaseFolder",
                "PermissionDenied",
                host.leaseFolderProblem);
    }

    Failure leaseProblem(String subject, LeaseSeen.Problem problem) {
        return problem == LeaseSeen.Problem.NEWER
                ? of(
                        Failure.Unsupported::new,
                        "lease",
                        subject,
                        "unchanged",
                        "HVN.LeaseNewer",
                        "InvalidData",
                        "newer format")
                : of(Failure.Refused::new, "lease", subject, "unchanged", "HVN.LeaseDamaged", "InvalidData", "damaged");
    }

    Failure wrongState(String what, SimulatedVm vm, String cmdlet) {
        return of(
                Failure.WrongState::new,
                what,
                vm.name,
                vm.state,
                "InvalidState" + HYPER_V + cmdlet,
                "InvalidOperation",
                "The operation cannot be performed while the virtual machine is in its current state.");
    }

    Failure busy(String what, SimulatedVm vm, String cmdlet) {
        return of(
                Failure.Busy::new,
                what,
                vm.name,
                vm.state,
                "ObjectInUse" + HYPER_V + cmdlet,
                "ResourceBusy",
                "The virtual machine is in use by another operation.");
    }

    Failure noShutdown(SimulatedVm vm) {
        return of(
                Failure.Unsupported::new,
                "shut down",
                vm.name,
                vm.state,
                "HVN.NoShutdown",
                "NotInstalled",
                "The guest offers no shutdown");
    }

    Failure shutdownRefused(SimulatedVm vm, int code) {
        return of(
                Failure.Refused::new,
                "shut down",
                vm.name,
                vm.state,
                "HVN.ShutdownRefused",
                "InvalidResult",
                "InitiateShutdown returned " + code);
    }

    /** What Start-VM says where the platform cannot nest, and of any other start that fails: only its localised text differs. */
    Failure startFailed(SimulatedVm vm) {
        return of(
                Failure.Refused::new,
                "start",
                vm.name,
                vm.state,
                "OperationFailed" + HYPER_V + "StartVM",
                "NotSpecified",
                vm.startFails
                        ? "'" + vm.name + "' failed to start."
                        : "'" + vm.name
                                + "' could not be started because this platform does not support nested virtualization.");
    }

    Failure noHypervisor(SimulatedVm vm) {
        return of(
                Failure.Refused::new,
                "start",
                vm.name,
                vm.state,
                "OperationFailed" + HYPER_V + "StartVM",
                "NotSpecified",
                "'" + vm.name + "' could not be started because the hypervisor is not running.");
    }

    Failure noParameter(SimulatedVm vm) {
        return of(
                Failure.Unsupported::new,
                "expose",
                vm.name,
                vm.state,
                "NamedParameterNotFound" + HYPER_V + "SetVMProcessor",
                "InvalidArgument",
                "A parameter cannot be found that matches parameter name 'ExposeVirtualizationExtensions'.");
    }

    MachineException noModule() {
        return new MachineException(of(
                Failure.Unsupported::new,
                "list VMs",
                "",
                "unchanged",
                "HVN.NoModule",
                "ObjectNotFound",
                "The Hyper-V module is not there"));
    }

    MachineException noRights() {
        return new MachineException(of(
                Failure.NotPermitted::new,
                "list VMs",
                "",
                "unchanged",
                "Unspecified" + HYPER_V + "GetVM",
                "NotSpecified",
                "You do not have the required permission to complete this task."));
    }

    MachineException notRunning(SimulatedVm vm) {
        return new MachineException(of(
                Failure.WrongState::new,
                "inside",
                vm.name,
                vm.state,
                "HVN.NotRunning",
                "InvalidOperation",
                "The virtual machine does not run"));
    }

    /** What New-PSSession says while a guest boots. */
    MachineException noSession(SimulatedVm vm) {
        return new MachineException(of(
                Failure.Unreachable::new,
                "inside",
                vm.name,
                vm.state,
                "PSSessionStateBroken,Microsoft.PowerShell.Commands.NewPSSessionCommand",
                "OpenError",
                "A remote session might have ended."));
    }

    /** New-PSSession tells it from {@link #noSession} by the type of its exception alone. */
    MachineException loginRefused(SimulatedVm vm, String login) {
        return new MachineException(of(
                Failure.NotPermitted::new,
                "inside as " + login,
                vm.name,
                vm.state,
                "PSSessionStateBroken,Microsoft.PowerShell.Commands.NewPSSessionCommand",
                "OpenError",
                "The credential is invalid."));
    }

    MachineException insideLost(String verb) {
        return new MachineException(of(
                Failure.Unreachable::new,
                verb,
                vmId(),
                "unknown",
                "HVN.InsideLost",
                "ConnectionError",
                "the session into the guest was lost"));
    }

    MachineException insideTimedOut(String verb) {
        return new MachineException(of(
                Failure.TimedOut::new,
                verb,
                vmId(),
                "unknown",
                "HVN.InsideTimedOut",
                "OperationTimeout",
                "the guest did not answer"));
    }

    private String vmId() {
        return host.within == null ? "" : host.within.id;
    }

    Failure prerequisite() {
        return of(
                Failure.Refused::new,
                "install role",
                Subject.ROLE,
                "unchanged",
                "Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand",
                "InvalidOperation",
                "A prerequisite check for the Hyper-V feature failed.");
    }

    MachineException unreachable(String verb) {
        return new MachineException(
                of(Failure.Unreachable::new, verb, "", "unknown", "", "", "the connection was lost"));
    }

    private Failure of(
            Function<Failure.Details, Failure> kind,
            String what,
            String object,
            String state,
            String errorId,
            String category,
            String message) {
        return kind.apply(new Failure.Details(
                what, host.name, object, state, "Simulated: see the test.", errorId, category, message));
    }
}
