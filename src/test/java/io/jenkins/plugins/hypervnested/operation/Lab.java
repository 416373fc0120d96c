package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs operations on a simulated host the way runs of a controller would, one after the other. */
final class Lab {

    final SimulatedHost host;
    final List<String> log = new ArrayList<>();
    final List<String> joined = new ArrayList<>();
    Options options = Options.defaults();

    Lab(SimulatedHost host) {
        this.host = host;
    }

    Lab with(Options newOptions) {
        options = newOptions;
        return this;
    }

    static Options restart(Options.Restart restart) {
        Options d = Options.defaults();
        return new Options(restart, d.start(), d.waitFor(), d.timeout(), d.whenHeld(), false, false, true, true, 0);
    }

    static Options starting() {
        return new Options(
                Options.Restart.GRACEFUL,
                true,
                Options.WaitFor.HEARTBEAT,
                Duration.ofMinutes(15),
                Options.WhenHeld.WAIT,
                false,
                false,
                true,
                true,
                0);
    }

    static Options keeping() {
        Options d = Options.defaults();
        return new Options(
                d.restart(), d.start(), d.waitFor(), d.timeout(), d.whenHeld(), false, false, true, false, 0);
    }

    static Options whenHeldFail() {
        return new Options(
                Options.Restart.GRACEFUL,
                false,
                Options.WaitFor.HEARTBEAT,
                Duration.ofMinutes(15),
                Options.WhenHeld.FAIL,
                false,
                false,
                true,
                true,
                0);
    }

    static Options dryRun() {
        return new Options(
                Options.Restart.GRACEFUL,
                false,
                Options.WaitFor.HEARTBEAT,
                Duration.ofMinutes(15),
                Options.WhenHeld.WAIT,
                true,
                false,
                true,
                true,
                0);
    }

    Result run(Request.Kind kind, String run, String... vms) throws Exception {
        return run(kind, run, new Faults(), vms);
    }

    Result run(Request.Kind kind, String run, Faults faults, String... vms) throws Exception {
        List<Target> targets = Stream.of(vms)
                .map(vm -> Target.of(VmRef.parse(vm), holder(run, vm)))
                .toList();
        return run(kind, targets, faults);
    }

    Result run(Request.Kind kind, List<Target> targets, Faults faults) throws MachineException, InterruptedException {
        try (Machine machine = host.connect(faults)) {
            return Operations.run(
                    machine, new Request(kind, targets, options, null, NameRules.parse("*")), new Progress() {
                        @Override
                        public void say(String vm, String text) {
                            log.add(vm + ": " + text);
                        }

                        @Override
                        public void joined(
                                String entry,
                                MachineIdentity identity,
                                String id,
                                String name,
                                List<AspectRecord> aspects) {
                            joined.add(entry);
                        }
                    });
        }
    }

    VmResult one(Request.Kind kind, String run, String vm) throws Exception {
        return run(kind, run, vm).vms().get(0);
    }

    static Holder holder(String run, String vm) {
        return new Holder("entry-" + run + "-" + vm, run, "controller", "incarnation", run + " on a controller");
    }
}
