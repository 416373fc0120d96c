package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.List;

/** The failures that operations themselves find. Their ids begin with {@code HVN.} and are stable. */
final class Failures {

    private final String machine;

    Failures(String machine) {
        this.machine = machine;
    }

    private Failure.Details details(String id, String what, VmState vm, String remedy) {
        return details(id, what, About.of(vm), remedy);
    }

    private Failure.Details details(String id, String what, About about, String remedy) {
        return new Failure.Details(what, machine, about.object(), about.state(), remedy, id, "", "");
    }

    String machine() {
        return machine;
    }

    Failure restartNever(VmState vm, boolean spoofing) {
        String what = spoofing
                ? "change MAC address spoofing of VM '" + vm.name() + "', which the host refuses while it is on,"
                : "change the extensions of VM '" + vm.name() + "', which is not off,";
        return new Failure.WrongState(details(
                "HVN.NotOff",
                what + " with restart: 'NEVER'",
                vm,
                "Shut the VM down before the step, or use restart: 'GRACEFUL'."));
    }

    Failure mayNotRestart(VmState vm) {
        return new Failure.WrongState(details(
                "HVN.RestartNeeded",
                "go on with VM '" + vm.name() + "', which Windows inside wants restarted, with restart: 'NEVER'",
                vm,
                "Restart the VM and run again, or use restart: 'GRACEFUL'."));
    }

    Failure doesNotShutDown(VmState vm) {
        return new Failure.TimedOut(details(
                "HVN.DoesNotShutDown",
                "shut down the guest of VM '" + vm.name() + "'",
                vm,
                "Shut it down by hand, or turn it off with: Stop-VM -VM (Get-VM -Id " + vm.id() + ") -TurnOff"));
    }

    Failure offersNoShutdown(VmState vm) {
        return new Failure.Unsupported(details(
                "HVN.NoShutdown",
                "ask the guest of VM '" + vm.name() + "' to shut down: it does not offer that or refused",
                vm,
                "Start its shutdown integration service, shut it down by hand, or use restart: 'FORCE'."));
    }

    Failure noHeartbeat(VmState vm) {
        return new Failure.TimedOut(details(
                "HVN.NoHeartbeat",
                "wait for VM '" + vm.name() + "' to be ready",
                vm,
                "Look at the VM's console; for a guest without integration services use waitFor: 'RUNNING'."));
    }

    Failure heartbeatDisabled(VmState vm) {
        return new Failure.Unsupported(details(
                "HVN.HeartbeatDisabled",
                "wait for a heartbeat of VM '" + vm.name() + "', whose heartbeat service is disabled,",
                vm,
                "Enable the heartbeat integration service, or use waitFor: 'RUNNING'."));
    }

    Failure tookTooLong(About about, String waitedFor) {
        return new Failure.TimedOut(details(
                "HVN.TimedOut",
                "finish " + about.shown() + " in time; it " + waitedFor,
                about,
                "Use a longer timeout."));
    }

    Failure held(About about, String by) {
        return new Failure.Busy(details(
                "HVN.Held",
                "change " + about.shown() + ", which is held by " + by + ",",
                about,
                "Wait for that run to end, or use whenHeld: 'WAIT'."));
    }

    Failure reverted(About about, String aspect, String set, String shown) {
        return new Failure.WrongState(details(
                "HVN.Reverted",
                "go on with " + about.shown() + ", which this run holds: somebody reverted it meanwhile (" + aspect
                        + " was set to " + set + " and is " + shown + ")",
                about,
                "Apply no checkpoint and change no setting of a VM while a run holds it, and run again."));
    }

    Failure hasLeft(About about) {
        return new Failure.WrongState(details(
                "HVN.HasLeft",
                "hold " + about.shown() + " for an entry that was given back already",
                about,
                "Nothing has to be done: the run of that entry has ended."));
    }

    Failure leaseLost(About about, String values) {
        return new Failure.WrongState(
                details(
                        "HVN.LeaseLost",
                        "put " + about.shown() + " back: its lease is gone and it is not as it was first (" + values
                                + ")",
                        about,
                        "Compare it with these values; restore it from the journal, or put it right by hand and forget the entry."));
    }

    Failure leaseDamaged(About about) {
        return new Failure.Protocol(details(
                "HVN.LeaseDamaged",
                "read the lease of " + about.shown() + ": neither the file nor its backup is whole",
                about,
                "Look at the files hyperv-nested\\leases\\" + about.subject()
                        + ".* in the common application data of that machine; remove them only when nobody holds it."));
    }

    Failure leasesUnreadable(String asked, List<String> subjects) {
        return new Failure.Protocol(new Failure.Details(
                "find the VM that was held as '" + asked + "': leases of this machine cannot be read ("
                        + String.join(", ", subjects) + ")",
                machine,
                asked,
                "unknown",
                "Update the plugin if it is older than these leases; else look at their files, and remove one only when nobody"
                        + " holds its VM.",
                "HVN.LeaseDamaged",
                "",
                ""));
    }

    Failure leaseNewer(About about) {
        return new Failure.Unsupported(details(
                "HVN.LeaseNewer",
                "read the lease of " + about.shown() + ", which a newer version of this plugin wrote,",
                about,
                "Update the plugin on this controller."));
    }

    Failure didNotTake(About about, String sentence) {
        return new Failure.Refused(details(
                "HVN.DidNotTake",
                sentence + ": the platform accepted it, but " + about.shown() + " does not show it",
                about,
                "Look at the event log Microsoft-Windows-Hyper-V-VMMS-Admin of that machine."));
    }

    Failure platform(VmState vm, Failure start) {
        Failure.Details d = start.details();
        return new Failure.Unsupported(new Failure.Details(
                "start VM '" + vm.name()
                        + "' with exposed extensions; without them it starts, so the platform is the reason,",
                machine,
                vm.name(),
                vm.platformState() + ", extensions hidden as before",
                "Use a host whose processor and Windows version support nested virtualization.",
                d.errorId(),
                d.category(),
                d.message()));
    }

    Failure blocked(String vm, String state, String seen, String remedy, String id) {
        return new Failure.Unsupported(new Failure.Details(
                "begin with VM '" + vm + "': " + seen + ",", machine, vm, state, remedy, "HVN." + id, "", ""));
    }

    Failure notFound(String asked) {
        return new Failure.NotFound(new Failure.Details(
                "find VM '" + asked + "'",
                machine,
                asked,
                "unknown",
                "Give the exact name, capitals included, or the id.",
                "HVN.VmNotFound",
                "",
                ""));
    }

    Failure ambiguous(String asked, List<String> ids) {
        return new Failure.Ambiguous(new Failure.Details(
                "choose among " + ids.size() + " VMs named '" + asked + "' (" + String.join(", ", ids) + ")",
                machine,
                asked,
                "unknown",
                "Give the id of the one that you mean.",
                "HVN.VmAmbiguous",
                "",
                ""));
    }

    Failure noAdapter(VmState vm, String name, String there) {
        return new Failure.NotFound(details(
                "HVN.AdapterNotFound",
                "find network adapter '" + name + "' of VM '" + vm.name() + "': " + there,
                vm,
                "Give the exact name, capitals included."));
    }

    Failure ambiguousAdapter(VmState vm, String name, String there) {
        return new Failure.Ambiguous(details(
                "HVN.AdapterAmbiguous",
                "choose among several network adapters '" + name + "' of VM '" + vm.name() + "': " + there,
                vm,
                "Rename one of them, or name no adapter: then all are meant."));
    }

    Failure noAdapters(VmState vm) {
        return new Failure.NotFound(details(
                "HVN.NoAdapter",
                "find a network adapter of VM '" + vm.name() + "'",
                vm,
                "Give the VM a network adapter first."));
    }

    Failure notAllowed(VmState vm) {
        return new Failure.NotPermitted(
                details("use VM '" + vm.name() + "', which the host's allowed VMs do not name,", vm));
    }

    private Failure.Details details(String what, VmState vm) {
        return details("HVN.VmNotAllowed", what, vm, "Ask an administrator to allow this VM for the host.");
    }

    Failure notRunning(VmState vm) {
        return new Failure.WrongState(details(
                "HVN.NotRunning",
                "work inside VM '" + vm.name() + "', which does not run,",
                vm,
                "Start it before the step, or use start: true."));
    }

    Failure wrongMachine(MachineIdentity expected, MachineIdentity found) {
        return new Failure.Refused(new Failure.Details(
                "use this machine: expected " + expected.name() + " (" + expected.uuid() + "), found " + found.name()
                        + " (" + found.uuid() + ")",
                machine,
                "",
                "not touched",
                "Put the host's address right in the configuration, or decide by hand.",
                "HVN.WrongMachine",
                "",
                ""));
    }
}
