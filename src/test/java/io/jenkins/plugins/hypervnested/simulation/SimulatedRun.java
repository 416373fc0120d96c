package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.List;

/** One entry of one run, with what a controller's journal would know of it. */
final class SimulatedRun implements Progress {

    final String name;
    private final Request.Kind kind;
    private final Options options;
    private final Holder holder;
    private VmRef vm;
    private MachineIdentity identity;
    private List<AspectRecord> recorded = List.of();
    private final List<String> said = new ArrayList<>();

    SimulatedRun(String name, String run, Request.Kind kind, Options options) {
        this.name = name;
        this.kind = kind;
        this.options = options;
        this.holder = new Holder("entry-" + name, "run-" + run, "controller", "incarnation", run + " #1");
        this.vm = VmRef.name("node-1");
    }

    /** Of another controller. */
    SimulatedRun(String name, String controller, Options options, Request.Kind kind) {
        this.name = name;
        this.kind = kind;
        this.options = options;
        this.holder = new Holder("entry-" + name, "run-" + name, controller, "start of " + controller, name + " #1");
        this.vm = VmRef.name("node-1");
    }

    /** Means another VM than {@code node-1}. */
    SimulatedRun of(String vmName) {
        vm = VmRef.name(vmName);
        return this;
    }

    /** Means the machine itself. */
    SimulatedRun ofTheMachine() {
        vm = VmRef.MACHINE;
        return this;
    }

    SimulatedRun(String name, Request.Kind kind, Options options) {
        this(name, name, kind, options);
    }

    String run() {
        return holder.run();
    }

    Request.Kind kind() {
        return kind;
    }

    List<String> said() {
        return said;
    }

    /** Does what the step asks for, once; it may have to be asked again. */
    VmResult enter(Machine machine) throws MachineException, InterruptedException {
        return ask(machine, kind, Target.of(vm, holder));
    }

    /** Gives back, once. */
    VmResult giveBack(Machine machine) throws MachineException, InterruptedException {
        return ask(machine, Request.Kind.ROLL_BACK, new Target(vm, holder, recorded));
    }

    private VmResult ask(Machine machine, Request.Kind what, Target target)
            throws MachineException, InterruptedException {
        Request request = new Request(what, List.of(target), options, identity, NameRules.parse("*"));
        Result result = Operations.run(machine, request, this);
        VmResult one = result.vms().get(0);
        // what a controller recorded stays when a failure tells nothing of it, as where a lease was lost
        if (one.held() && !one.aspects().isEmpty()) {
            recorded = one.aspects();
        }
        return one;
    }

    @Override
    public void say(String about, String text) {
        said.add(text);
    }

    @Override
    public void joined(String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {
        vm = vmId.isEmpty() ? vm : VmRef.id(vmId);
        identity = machine;
        recorded = aspects;
    }

    boolean starts() {
        return options.start();
    }

    /** What a step has by default, but for what tests vary. */
    static Options options(Options.Restart restart, boolean spoofing, Options.WhenHeld whenHeld) {
        return options(restart, spoofing, whenHeld, false);
    }

    static Options options(Options.Restart restart, boolean spoofing, Options.WhenHeld whenHeld, boolean start) {
        return Options.defaults()
                .withRestart(restart)
                .withStart(start)
                .withWhenHeld(whenHeld)
                .withSpoofing(spoofing ? Options.Spoofing.ON_ALL : null);
    }
}
