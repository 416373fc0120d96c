package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One entry of one run of a controller of its own, with what that controller's journal would know of it. */
final class ShippedRun implements Progress {

    private final String name;
    private final FakeHost host;
    private final Holder holder;
    private final List<String> said = new ArrayList<>();
    private VmRef vm = VmRef.name("node-1");
    private String vmName = "";
    private List<AspectRecord> recorded = List.of();
    private MachineIdentity identity;
    private Machine open;
    private Options options = Options.defaults();

    ShippedRun(String name, FakeHost host) {
        this.name = name;
        this.host = host;
        this.holder = new Holder("entry-" + name, "run-" + name, "controller-" + name, "start-1", name + " #1");
    }

    /** Asks a machine that stays open. */
    ShippedRun over(Machine machine) {
        open = machine;
        return this;
    }

    /** Wants a NAT network on the machine itself. */
    ShippedRun ofTheNetwork() {
        vm = VmRef.MACHINE;
        options = Options.defaults().withInside(new Inside("", Nat.DEFAULT));
        return this;
    }

    String entry() {
        return holder.entry();
    }

    List<AspectRecord> recorded() {
        return recorded;
    }

    List<String> said() {
        return said;
    }

    VmResult enable() throws Exception {
        return enter(Request.Kind.ENABLE);
    }

    VmResult nat() throws Exception {
        return enter(Request.Kind.NAT);
    }

    private VmResult enter(Request.Kind kind) throws Exception {
        return ask(kind, Target.of(vm, holder));
    }

    VmResult giveBack() throws Exception {
        return giveBack(false, false);
    }

    /** Gives back as the journal would, which knows whether the VM was missing before, and what an administrator said. */
    VmResult giveBack(boolean fromJournal, boolean goneBefore) throws Exception {
        Target target = new Target(vm, holder, recorded, Duration.ZERO, fromJournal, goneBefore, vmName);
        return ask(Request.Kind.ROLL_BACK, target);
    }

    private VmResult ask(Request.Kind kind, Target target) throws Exception {
        VmResult result;
        if (open != null) {
            result = run(open, kind, target);
        } else {
            try (Machine machine = host.open(new Heard())) {
                result = run(machine, kind, target);
            }
        }
        // as the journal: what a rollback finds is not what was recorded
        if (kind != Request.Kind.ROLL_BACK && !result.aspects().isEmpty()) {
            recorded = result.aspects();
        }
        return result;
    }

    private VmResult run(Machine machine, Request.Kind kind, Target target)
            throws MachineException, InterruptedException {
        Request request = new Request(kind, List.of(target), options, identity, NameRules.parse("*"));
        return Operations.run(machine, request, this).vms().get(0);
    }

    /** {@return the leases of a machine as a controller that holds none of them finds them} */
    static List<FoundLease> survey(Machine machine) throws MachineException, InterruptedException {
        Request survey = Request.survey(new Asker("nobody", "start-1", Set.of("start-1")), null);
        return Operations.run(machine, survey, new ShippedRun("survey", null)).leases();
    }

    @Override
    public void say(String about, String text) {
        said.add(text);
    }

    @Override
    public void joined(String entry, MachineIdentity machine, String vmId, String called, List<AspectRecord> aspects) {
        vm = vmId.isEmpty() ? vm : VmRef.id(vmId);
        vmName = called;
        identity = machine;
        recorded = aspects;
    }

    @Override
    public String toString() {
        return name;
    }
}
