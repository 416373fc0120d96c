package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The calls that make of a machine what a block wants of it: first the VMs themselves, then the role, then the network. */
final class MachineCalls {

    private static final int MOST_MACHINES = 64;

    private MachineCalls() {}

    /** @throws IllegalArgumentException when there is none, there are too many, or one is named twice */
    static void check(List<NestedMachine> machines) {
        if (machines.isEmpty()) {
            throw new IllegalArgumentException(Messages.MachineCalls_none());
        }
        if (machines.size() > MOST_MACHINES) {
            throw new IllegalArgumentException(Messages.MachineCalls_tooMany(MOST_MACHINES));
        }
        Set<String> seen = new HashSet<>();
        for (NestedMachine machine : StepChecks.whole(machines, "machines")) {
            for (String vm : StepChecks.vms(machine.getVm(), machine.getVms())) {
                if (!seen.add(machine.getHost() + '/' + VmRef.parse(vm))) {
                    throw new IllegalArgumentException(Messages.StepArguments_twice(vm));
                }
            }
        }
    }

    /** @throws IllegalArgumentException when it makes no sense, with a message for the author */
    static BlockCall of(NestedMachine machine, int seconds) {
        StepArguments first = enabling(machine, seconds).arguments();
        List<BlockCall> inside = new ArrayList<>();
        for (String vm : first.vms()) {
            NestedNat nat = machine.getNat();
            List<BlockCall> network = nat == null
                    ? List.of()
                    : List.of(new BlockCall(network(machine, nat, vm, seconds).arguments(), List.of()));
            if (machine.isInstall()) {
                inside.add(new BlockCall(role(machine, vm, seconds).arguments(), network));
            } else {
                inside.addAll(network);
            }
        }
        return new BlockCall(first, inside);
    }

    private static HypervNestedEnableStep enabling(NestedMachine machine, int seconds) {
        HypervNestedEnableStep step = bounded(new HypervNestedEnableStep(machine.getHost()), machine, seconds);
        step.setVm(machine.getVm());
        step.setVms(machine.getVms());
        step.setMacSpoofing(machine.isMacSpoofing());
        step.setRestart(machine.getRestart());
        step.setStart(machine.isStart());
        step.setWaitFor(machine.getWaitFor());
        step.setRestorePower(machine.isRestorePower());
        step.setGuestBuild(machine.getGuestBuild());
        return step;
    }

    private static HypervNestedInstallStep role(NestedMachine machine, String vm, int seconds) {
        HypervNestedInstallStep step = bounded(new HypervNestedInstallStep(machine.getHost()), machine, seconds);
        step.setVm(vm);
        step.setGuestCredentialsId(machine.getGuestCredentialsId());
        step.setRestart(machine.getRestart());
        step.setStart(machine.isStart());
        return step;
    }

    private static HypervNatStep network(NestedMachine machine, NestedNat nat, String vm, int seconds) {
        HypervNatStep step = bounded(new HypervNatStep(machine.getHost()), machine, seconds);
        step.setVm(vm);
        String own = nat.getGuestCredentialsId();
        step.setGuestCredentialsId(own == null ? machine.getGuestCredentialsId() : own);
        step.setSwitchName(nat.getSwitchName());
        step.setNatName(nat.getNatName());
        step.setPrefix(nat.getPrefix());
        step.setGateway(nat.getGateway());
        step.setGuests(nat.getGuests());
        step.setStart(machine.isStart() || nat.isStart());
        step.setRestorePower(nat.isRestorePower());
        return step;
    }

    private static <T extends ChangeStep> T bounded(T step, NestedMachine machine, int seconds) {
        step.setWhenHeld(machine.getWhenHeld());
        step.setRollback(true);
        step.setTimeout(seconds);
        step.setUnit(TimeUnit.SECONDS);
        return step;
    }
}
