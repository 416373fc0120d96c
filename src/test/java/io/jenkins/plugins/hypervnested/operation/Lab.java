package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Runs operations on a simulated host the way runs of a controller would, one after the other. */
final class Lab {

    final SimulatedHost host;
    final List<String> log = new ArrayList<>();
    final List<String> joined = new ArrayList<>();
    Options options = Options.defaults();
    Asker asker;

    Lab(SimulatedHost host) {
        this.host = host;
    }

    Lab with(Options newOptions) {
        options = newOptions;
        return this;
    }

    /** The controller of all runs here, started anew. */
    Lab startedAs(String incarnation, String... earlier) {
        Set<String> starts = new HashSet<>(List.of(earlier));
        starts.add(incarnation);
        asker = new Asker("controller", incarnation, starts);
        return this;
    }

    List<FoundLease> survey() throws MachineException, InterruptedException {
        try (Machine machine = host.connect()) {
            return survey(machine);
        }
    }

    List<FoundLease> survey(Machine machine) throws MachineException, InterruptedException {
        return Operations.run(machine, Request.survey(asker, null), new Lines()).leases();
    }

    /** A rollback of an entry of which the journal knows what the step told. */
    VmResult back(Target target) throws MachineException, InterruptedException {
        return run(Request.Kind.ROLL_BACK, List.of(target), new Faults()).vms().get(0);
    }

    static Options restart(Options.Restart restart) {
        return Options.defaults().withRestart(restart);
    }

    static Options starting() {
        return Options.defaults().withStart(true);
    }

    static Options keeping() {
        return Options.defaults().withRollback(false);
    }

    static Options whenHeldFail() {
        return Options.defaults().withWhenHeld(Options.WhenHeld.FAIL);
    }

    static Options dryRun() {
        return Options.defaults().withDryRun(true);
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
                    machine, new Request(kind, targets, options, null, NameRules.parse("*"), asker), new Lines());
        }
    }

    private final class Lines implements Progress {

        @Override
        public void say(String vm, String text) {
            log.add(vm + ": " + text);
        }

        @Override
        public void joined(String entry, MachineIdentity machine, String id, String name, List<AspectRecord> aspects) {
            joined.add(entry);
        }
    }

    VmResult one(Request.Kind kind, String run, String vm) throws Exception {
        return run(kind, run, vm).vms().get(0);
    }

    static Holder holder(String run, String vm) {
        return new Holder("entry-" + run + "-" + vm, run, "controller", "incarnation", run + " on a controller");
    }
}
