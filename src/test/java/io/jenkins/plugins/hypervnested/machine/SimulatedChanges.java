package io.jenkins.plugins.hypervnested.machine;

import io.jenkins.plugins.hypervnested.machine.Machine.Done;

/** What a process of a {@link SimulatedHost} does to VMs and leases. */
final class SimulatedChanges {

    private static final Answer<Done> DONE = Answer.of(Done.DONE);
    /** InitiateShutdown: the guest is locked. */
    private static final int LOCKED = 32781;

    private final SimulatedHost host;
    private final long process;
    private final SimulatedFailures failures;

    SimulatedChanges(SimulatedHost host, long process, SimulatedFailures failures) {
        this.host = host;
        this.process = process;
        this.failures = failures;
    }

    Answer<LeaseWrite.Outcome> write(LeaseWrite write) {
        String subject = write.subject();
        SimulatedLease lease = host.lease(subject);
        if (lease.isThere() && lease.problem != LeaseSeen.Problem.NONE) {
            return Answer.failed(failures.leaseProblem(subject, lease.problem));
        }
        boolean heldByOther = lease.actorProcess != SimulatedLease.NOBODY && lease.actorProcess != process;
        if (!lease.stamp().equals(write.expected()) || write.floor() == LeaseWrite.Floor.TAKE && heldByOther) {
            return Answer.of(LeaseWrite.Outcome.CHANGED);
        }
        lease.text = write.text();
        lease.epoch = write.text() == null ? null : write.epoch();
        if (write.floor() == LeaseWrite.Floor.TAKE) {
            lease.actorProcess = process;
            lease.beat(host.clock());
        } else if (write.floor() == LeaseWrite.Floor.GIVE_UP && lease.actorProcess == process) {
            lease.actorProcess = SimulatedLease.NOBODY;
        }
        host.record(process, write.text() == null ? "lease deleted" : "lease " + write.floor(), subject);
        return Answer.of(LeaseWrite.Outcome.WRITTEN);
    }

    Answer<Done> apply(Change change) {
        String what = change.getClass().getSimpleName();
        String id = change.subject();
        SimulatedLease lease = host.lease(id);
        if (!host.leaseFolderProblem.isEmpty()) {
            return Answer.failed(failures.leaseFolder(id));
        }
        if (lease.isThere() && lease.problem != LeaseSeen.Problem.NONE) {
            return Answer.failed(failures.leaseProblem(id, lease.problem));
        }
        if (!lease.isThere() || !change.epoch().equals(lease.epoch)) {
            return Answer.failed(failures.fenced(what, id));
        }
        if (change instanceof Change.OfNetwork network) {
            return answer(new SimulatedNetworkChanges(host, process).apply(network));
        }
        if (change instanceof Change.OfRole) {
            changeRole(change);
            return DONE;
        }
        if (!host.hyperVAnswers()) {
            return Answer.failed(failures.noModule().failure());
        }
        SimulatedVm vm = host.byId(id).orElse(null);
        if (vm == null) {
            return Answer.failed(failures.vmGone(what, id));
        }
        return answer(apply(change, vm));
    }

    private static Answer<Done> answer(Failure failure) {
        return failure == null ? DONE : Answer.failed(failure);
    }

    /** Begun twice, the second does nothing. */
    private void changeRole(Change change) {
        if (host.role().isWorking()) {
            return;
        }
        if (change instanceof Change.InstallRole) {
            host.record(process, "install", "role");
            host.role().install(host, process);
        } else {
            host.record(process, "remove", "role");
            host.role().remove(host, process);
        }
    }

    private Failure apply(Change change, SimulatedVm vm) {
        if (change instanceof Change.AskShutdown) {
            return askShutdown(vm);
        }
        if (change instanceof Change.TurnOff) {
            return turnOff(vm);
        }
        if (change instanceof Change.Start) {
            return start(vm);
        }
        if (change instanceof Change.Resume) {
            return resume(vm);
        }
        if (change instanceof Change.Expose expose) {
            return expose(vm, expose.on());
        }
        if (change instanceof Change.Connect connect) {
            return connect(vm, connect.adapterId(), connect.switchId());
        }
        Change.Spoof spoof = (Change.Spoof) change;
        return spoof(vm, spoof.adapterId(), spoof.on());
    }

    private Failure askShutdown(SimulatedVm vm) {
        if (!vm.seen(host.millis()).shutdownOffered()) {
            return failures.noShutdown(vm);
        }
        record("shutdown", vm);
        switch (vm.guest) {
            case REFUSES -> {
                return failures.shutdownRefused(vm, LOCKED);
            }
            case SHUTS_DOWN -> vm.become(vm.lingers ? "Running" : "Stopping", "Off", host.millis() + vm.shutdownMillis);
            case GIVES_UP -> vm.become("Stopping", "Running", host.millis() + vm.shutdownMillis);
            case IGNORES -> {
                // goes on running
            }
        }
        return null;
    }

    private Failure turnOff(SimulatedVm vm) {
        switch (vm.state) {
            case "Off" -> {
                return null;
            }
            case "Running", "Starting", "Stopping", "Paused" -> {
                record("turn off", vm);
                vm.reach("Off", host.millis());
                return null;
            }
            default -> {
                return failures.wrongState("turn off", vm, "StopVM");
            }
        }
    }

    private Failure start(SimulatedVm vm) {
        switch (vm.state) {
            case "Running", "Starting" -> {
                return null;
            }
            case "Off", "Saved", "FastSaved" -> {
                if (isBusy(vm)) {
                    return failures.busy("start", vm, "StartVM");
                }
                if (!host.role().isLaunched()) {
                    return failures.noHypervisor(vm);
                }
                if (vm.startFails || vm.nesting && !host.supportsNesting) {
                    return failures.startFailed(vm);
                }
                record("start", vm);
                vm.become("Starting", "Running", host.millis() + vm.bootMillis);
                return null;
            }
            default -> {
                return failures.wrongState("start", vm, "StartVM");
            }
        }
    }

    private Failure resume(SimulatedVm vm) {
        if (vm.state.equals("Running")) {
            return null;
        }
        if (!vm.state.equals("Paused")) {
            return failures.wrongState("resume", vm, "ResumeVM");
        }
        record("resume", vm);
        vm.reach("Running", host.millis());
        return null;
    }

    private Failure expose(SimulatedVm vm, boolean on) {
        if (!host.exposes) {
            return failures.noParameter(vm);
        }
        if (!vm.state.equals("Off")) {
            return failures.wrongState("expose", vm, "SetVMProcessor");
        }
        if (vm.merging || isBusy(vm)) {
            return failures.busy("expose", vm, "SetVMProcessor");
        }
        record(on ? "expose on" : "expose off", vm);
        vm.nesting = on;
        return null;
    }

    private Failure spoof(SimulatedVm vm, String adapterId, boolean on) {
        for (int i = 0; i < vm.adapters.size(); i++) {
            if (vm.adapters.get(i).id().equals(adapterId)) {
                if (!host.spoofsWhileOn && !vm.state.equals("Off")) {
                    return failures.wrongState("spoof", vm, "SetVMNetworkAdapter");
                }
                record(on ? "spoof on" : "spoof off", vm);
                vm.spoofing(i, on);
                return null;
            }
        }
        return failures.adapterGone("set spoofing", vm, adapterId);
    }

    private Failure connect(SimulatedVm vm, String adapterId, String switchId) {
        SimulatedNetworkState.Switch to = host.network().byId(switchId);
        if (to == null && !switchId.isEmpty()) {
            return new SimulatedNetworkFailures(host, "connect").switchGone();
        }
        for (int i = 0; i < vm.adapters.size(); i++) {
            Adapter adapter = vm.adapters.get(i);
            if (adapter.id().equals(adapterId)) {
                if (!adapter.switchId().equals(switchId)) {
                    record(to == null ? "disconnect" : "connect", vm);
                    vm.plug(i, switchId, to == null ? "" : to.name);
                }
                return null;
            }
        }
        return failures.adapterGone("connect", vm, adapterId);
    }

    private boolean isBusy(SimulatedVm vm) {
        return host.millis() - vm.offSince < vm.busyAfterOffMillis;
    }

    private void record(String what, SimulatedVm vm) {
        host.record(process, what, vm.name);
    }
}
