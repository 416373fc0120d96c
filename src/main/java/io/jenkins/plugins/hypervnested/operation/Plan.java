package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The way from what a VM is to what it shall be. Nothing is remembered: each step is found anew from what was read last. */
final class Plan {

    private static final int LONGEST = 64;

    private Plan() {}

    /** One thing to do. */
    sealed interface Step {

        /** {@return what it is, as a sentence for people} */
        String sentence(String vm);

        /** Have the VM off. */
        record Stop() implements Step {
            @Override
            public String sentence(String vm) {
                return "stop VM '" + vm + "'";
            }
        }

        /** Start a VM that is off. */
        record Start() implements Step {
            @Override
            public String sentence(String vm) {
                return "start VM '" + vm + "'";
            }
        }

        /** Wake a VM that is saved or paused, so that it can be stopped properly or runs again. */
        record Wake() implements Step {
            @Override
            public String sentence(String vm) {
                return "resume VM '" + vm + "'";
            }
        }

        /** Expose or hide the virtualization extensions. */
        record Expose(boolean on) implements Step {
            @Override
            public String sentence(String vm) {
                return (on
                                ? "expose the virtualization extensions to VM '"
                                : "hide the virtualization extensions from VM '")
                        + vm + "'";
            }
        }

        /** Allow or forbid MAC address spoofing on one adapter. */
        record Spoof(String adapterId, String adapterName, boolean on) implements Step {
            @Override
            public String sentence(String vm) {
                return (on ? "allow" : "forbid") + " MAC address spoofing on adapter '" + adapterName + "' of VM '" + vm
                        + "'";
            }
        }

        /** Connect one adapter to a switch, or to none. */
        record Connect(String adapterId, String adapterName, String switchId, String switchName) implements Step {
            @Override
            public String sentence(String vm) {
                String adapter = "adapter '" + adapterName + "' of VM '" + vm + "'";
                return switchId.isEmpty() ? "disconnect " + adapter : "connect " + adapter + " to switch " + switchName;
            }
        }
    }

    /**
     * {@return the next step; empty when the VM is as wanted, or when what is left would interrupt those who work on it}
     *
     * @param wanted from {@link LeaseRules#wanted}
     * @param mayInterrupt whether the power may go off
     * @param spoofingNeedsOff whether the host refused to change spoofing while the VM is on
     */
    static Optional<Step> next(
            VmState vm, Map<AspectId, String> wanted, boolean mayInterrupt, boolean spoofingNeedsOff) {
        String power = AspectId.POWER.valueOf(vm).orElseThrow();
        String wantedPower = wanted.getOrDefault(AspectId.POWER, power);
        boolean off = power.equals(AspectId.OFF);
        boolean nestingDiffers = differs(AspectId.NESTING, vm, wanted);
        Optional<Adapter> spoofed = differing(vm, wanted);
        boolean needsOff = nestingDiffers || spoofingNeedsOff && spoofed.isPresent();
        if (power.equals(AspectId.HALTED) && (needsOff && mayInterrupt || !wantedPower.equals(AspectId.HALTED))) {
            return Optional.of(new Step.Wake());
        }
        if (nestingDiffers && (mayInterrupt || off)) {
            return Optional.of(off ? new Step.Expose(!vm.nesting()) : new Step.Stop());
        }
        if (spoofed.isPresent() && (!spoofingNeedsOff || off || mayInterrupt)) {
            Adapter adapter = spoofed.get();
            return Optional.of(
                    spoofingNeedsOff && !off
                            ? new Step.Stop()
                            : new Step.Spoof(adapter.id(), adapter.name(), !adapter.spoofing()));
        }
        Optional<Adapter> moved = misconnected(vm, wanted);
        if (moved.isPresent()) {
            return Optional.of(connect(moved.get(), wanted));
        }
        if (!off && wantedPower.equals(AspectId.OFF) && mayInterrupt) {
            return Optional.of(new Step.Stop());
        }
        return off && wantedPower.equals(AspectId.ON) ? Optional.of(new Step.Start()) : Optional.empty();
    }

    /** {@return all steps, in order, as far as can be foreseen} */
    static List<Step> all(VmState vm, Lease lease) {
        List<Step> steps = new ArrayList<>();
        VmState state = vm;
        for (int i = 0; i < LONGEST; i++) {
            Optional<Step> next = next(state, LeaseRules.wanted(lease, state), true, false);
            if (next.isEmpty()) {
                return steps;
            }
            steps.add(next.get());
            state = after(state, next.get());
        }
        throw new IllegalStateException("a plan without an end for VM " + vm.id());
    }

    /** Whether the way to what is wanted leads over turning the power off while it is on. */
    static boolean interrupts(VmState vm, Map<AspectId, String> wanted, boolean spoofingNeedsOff) {
        boolean off = vm.power() == PowerState.OFF;
        return !off
                && (differs(AspectId.NESTING, vm, wanted)
                        || AspectId.OFF.equals(wanted.get(AspectId.POWER))
                        || spoofingNeedsOff && differing(vm, wanted).isPresent());
    }

    /** {@return an adapter whose spoofing is not as wanted} */
    private static Optional<Adapter> differing(VmState vm, Map<AspectId, String> wanted) {
        return vm.adapters().stream()
                .filter(adapter -> differs(AspectId.spoofing(adapter.id()), vm, wanted))
                .findFirst();
    }

    /** {@return an adapter that is not connected as wanted} */
    private static Optional<Adapter> misconnected(VmState vm, Map<AspectId, String> wanted) {
        return vm.adapters().stream()
                .filter(adapter -> differs(AspectId.connection(adapter.id()), vm, wanted))
                .findFirst();
    }

    private static Step.Connect connect(Adapter adapter, Map<AspectId, String> wanted) {
        String to = wanted.get(AspectId.connection(adapter.id()));
        return new Step.Connect(adapter.id(), adapter.name(), to.equals(AspectId.NONE) ? "" : to, to);
    }

    private static boolean differs(AspectId id, VmState vm, Map<AspectId, String> wanted) {
        String value = wanted.get(id);
        return value != null && id.valueOf(vm).filter(v -> !v.equals(value)).isPresent();
    }

    private static VmState after(VmState vm, Step step) {
        if (step instanceof Step.Stop) {
            return with(vm, PowerState.OFF, vm.nesting(), vm.adapters());
        }
        if (step instanceof Step.Expose expose) {
            return with(vm, vm.power(), expose.on(), vm.adapters());
        }
        if (step instanceof Step.Spoof spoof) {
            return with(vm, spoof.adapterId(), a -> a.withSpoofing(spoof.on()));
        }
        if (step instanceof Step.Connect connect) {
            return with(vm, connect.adapterId(), a -> a.withSwitch(connect.switchId(), ""));
        }
        return with(vm, PowerState.RUNNING, vm.nesting(), vm.adapters());
    }

    private static VmState with(VmState vm, String adapterId, UnaryOperator<Adapter> changed) {
        List<Adapter> adapters = vm.adapters().stream()
                .map(a -> a.id().equals(adapterId) ? changed.apply(a) : a)
                .toList();
        return with(vm, vm.power(), vm.nesting(), adapters);
    }

    private static VmState with(VmState vm, PowerState power, boolean nesting, List<Adapter> adapters) {
        return new VmState(
                vm.id(),
                vm.name(),
                power,
                power == vm.power() ? vm.platformState() : power.name(),
                nesting,
                vm.heartbeat(),
                vm.shutdownOffered(),
                vm.merging(),
                vm.version(),
                vm.generation(),
                vm.processors(),
                vm.dynamicMemory(),
                vm.uptimeSeconds(),
                adapters);
    }
}
