package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.machine.Turns;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A host with the VM {@code node-1}, and what it was first. */
final class Lab {

    /** What the VM is before anybody does anything. */
    record First(boolean running, boolean nesting, boolean spoofing) {
        static List<First> all() {
            List<First> all = new ArrayList<>();
            for (int bits = 0; bits < 8; bits++) {
                all.add(new First((bits & 1) == 1, (bits & 2) == 2, (bits & 4) == 4));
            }
            return all;
        }
    }

    private static final int ENOUGH_ATTEMPTS = 40;
    private static final long LONG_AFTER = 20 * 60_000;

    final SimulatedHost host;
    final First first;
    final SimulatedVm vm;
    /** A reboot that saves a VM which nobody holds is nobody's to undo. */
    private boolean savedWhileNobodyHeldIt;

    Lab(First first) {
        this.first = first;
        host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", v -> {
            v.nesting(first.nesting).spoofing(0, first.spoofing);
            if (first.running) {
                v.running();
            }
        });
        vm = host.vm("node-1");
        host.watch(event -> savedWhileNobodyHeldIt |= event.what().equals("reboot") && isLeaseBare());
    }

    /** Does what a run asks for; null when it crashed or lost the machine. */
    VmResult enter(SimulatedRun run, Faults faults) {
        try (Machine machine = host.connect(faults)) {
            return run.enter(machine);
        } catch (SimulatedCrash | MachineException e) {
            return null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Tries to give back once; null when that crashed or lost the machine. */
    VmResult giveBack(SimulatedRun run, Faults faults, Turns turns) {
        try (Machine machine = host.connect(faults, turns)) {
            return run.giveBack(machine);
        } catch (SimulatedCrash | MachineException e) {
            return null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives back as a controller does: again, later, until it is done. */
    VmResult giveBackAtLast(SimulatedRun run, Turns turns) {
        VmResult last = null;
        for (int attempt = 0; attempt < ENOUGH_ATTEMPTS; attempt++) {
            last = giveBack(run, new Faults(), turns);
            if (last != null && isGivenBack(last)) {
                return last;
            }
            host.advance(60_000);
        }
        throw new AssertionError("never given back: " + last);
    }

    static boolean isGivenBack(VmResult result) {
        return result.end() == VmResult.End.RESTORED || result.end() == VmResult.End.PASSED_ON;
    }

    /** {@return how the end differs from the beginning; empty when it does not} */
    String left() {
        host.landGhosts();
        host.advance(LONG_AFTER);
        List<String> left = new ArrayList<>();
        String state = first.running ? "Running" : "Off";
        boolean savedByOthers = savedWhileNobodyHeldIt && vm.platformState().equals("Saved");
        if (!vm.platformState().equals(state) && !savedByOthers) {
            left.add("is " + vm.platformState() + ", was " + state);
        }
        if (vm.nesting() != first.nesting) {
            left.add("nesting " + vm.nesting());
        }
        if (vm.adapters().get(0).spoofing() != first.spoofing) {
            left.add("spoofing " + vm.adapters().get(0).spoofing());
        }
        if (!isLeaseBare()) {
            left.add("lease " + host.leaseText(vm.id()));
        }
        return String.join(", ", left);
    }

    private boolean isLeaseBare() {
        return host.leaseText(vm.id())
                .map(PlainJson::parse)
                .map(lease -> lease.getArray("aspects").isEmpty()
                        && lease.getObject("members").isEmpty()
                        && lease.get("actor") == null)
                .orElse(true);
    }

    /** Lets the oldest ghost land before the n-th verb. */
    static final class GhostAt implements Turns {

        private final SimulatedHost host;
        private int left;

        GhostAt(SimulatedHost host, int verb) {
            this.host = host;
            this.left = verb;
        }

        @Override
        public void next(String verb) {
            if (left-- == 0) {
                host.landGhosts();
            }
        }

        @Override
        public void await(SimulatedHost of, long until, BooleanSupplier condition) {
            // nobody else moves: the machine lets time pass by itself
        }
    }
}
