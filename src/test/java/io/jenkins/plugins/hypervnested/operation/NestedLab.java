package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host with the VM {@code node-1}, in which Hyper-V runs {@code nested-1} and {@code nested-2}; and runs that work inside. */
public final class NestedLab {

    static final String GUEST = "node-admin";
    static final String NESTED = "nested-admin";

    public final SimulatedHost host;
    public final SimulatedHost node;
    final List<String> log = new ArrayList<>();
    /** What a controller's journal would know, by entry. */
    final Map<String, List<AspectRecord>> journal = new LinkedHashMap<>();

    private String picture;

    public NestedLab() {
        node = SimulatedHost.intel2022("NODE-1")
                .vm("nested-1", vm -> nested(vm, "NESTED-1"))
                .vm("nested-2", vm -> nested(vm, "NESTED-2"));
        host = SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        vm -> vm.running()
                                .nesting(true)
                                .bootMillis(2_000)
                                .heartbeatMillis(3_000)
                                .shutdownMillis(4_000)
                                .login(GUEST)
                                .inside(node));
        host.vm("node-1");
        picture = SimulatedPicture.of(host);
    }

    private static void nested(SimulatedVm vm, String name) {
        vm.running()
                .bootMillis(1_000)
                .heartbeatMillis(1_000)
                .shutdownMillis(1_000)
                .login(NESTED)
                .inside(SimulatedHost.intel2022(name));
    }

    SimulatedVm vm() {
        return host.vm("node-1");
    }

    public SimulatedHost nested(String vm) {
        return node.vm(vm).inside();
    }

    /** What is there now is what has to be there in the end. */
    NestedLab begins() {
        picture = SimulatedPicture.of(host);
        return this;
    }

    public static Nat.Guest guest(String vm, String address, boolean connect) {
        return new Nat.Guest(vm, address, 24, "192.168.100.1", List.of("10.0.0.53"), "", connect, NESTED);
    }

    public static Nat nat(Nat.Guest... guests) {
        Nat page = Nat.DEFAULT;
        return new Nat(page.switchName(), page.natName(), page.prefix(), page.gateway(), List.of(guests));
    }

    static Nat both() {
        return nat(guest("nested-1", "192.168.100.2", true), guest("nested-2", "192.168.100.3", true));
    }

    public static Options options(Nat nat) {
        return Options.defaults().withInside(new Inside(GUEST, nat));
    }

    /** One try of one run; null when it crashed or lost the machine. */
    VmResult run(Request.Kind kind, String run, Options options) {
        return run(kind, run, options, new Faults());
    }

    VmResult run(Request.Kind kind, String run, Options options, Faults faults) {
        return run(kind, run, options, faults, VmRef.name("node-1"), host);
    }

    VmResult run(Request.Kind kind, String run, Options options, Faults faults, VmRef vm, SimulatedHost on) {
        String entry = "entry-" + run;
        Holder holder = new Holder(entry, run, "controller", "incarnation", run + " on a controller");
        try (Machine machine = on.connect(faults)) {
            return run(kind, entry, holder, options, vm, machine);
        } catch (SimulatedCrash | MachineException e) {
            log.add("broke: " + e.getMessage());
            return null;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One try to make a network on a machine itself, of which only some VMs are allowed. */
    VmResult run(NameRules allowed, Options options, SimulatedHost on) {
        Holder holder = new Holder("entry-A", "A", "controller", "incarnation", "A on a controller");
        Request request =
                new Request(Request.Kind.NAT, List.of(Target.of(VmRef.MACHINE, holder)), options, null, allowed);
        try (Machine machine = on.connect(new Faults())) {
            return Operations.run(machine, request, progress()).vms().get(0);
        } catch (MachineException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One try of one run over a machine that is open. */
    public VmResult run(Request.Kind kind, String run, Options options, Machine machine)
            throws MachineException, InterruptedException {
        String entry = "entry-" + run;
        Holder holder = new Holder(entry, run, "controller", "incarnation", run + " on a controller");
        return run(kind, entry, holder, options, VmRef.name("node-1"), machine);
    }

    /** One rollback of an entry of which the journal knows the VM's id. */
    VmResult back(String run, String id, Options options, boolean fromJournal, boolean goneBefore) {
        String entry = "entry-" + run;
        Holder holder = new Holder(entry, run, "controller", "incarnation", run + " on a controller");
        List<AspectRecord> recorded = journal.getOrDefault(entry, List.of());
        Target target = new Target(VmRef.id(id), holder, recorded, Duration.ZERO, fromJournal, goneBefore, "node-1");
        Request request = new Request(Request.Kind.ROLL_BACK, List.of(target), options, null, NameRules.parse("*"));
        try (Machine machine = host.connect()) {
            return Operations.run(machine, request, progress()).vms().get(0);
        } catch (MachineException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every lease is deleted behind everybody's back, on every machine. */
    void loseAllLeases() {
        List<SimulatedHost> machines = List.of(host, node, nested("nested-1"), nested("nested-2"));
        for (SimulatedHost machine : machines) {
            machine.vms().forEach(vm -> machine.loseLease(vm.id()));
            machine.loseLease(Subject.NETWORK);
            machine.loseLease(Subject.ROLE);
        }
    }

    private VmResult run(Request.Kind kind, String entry, Holder holder, Options options, VmRef vm, Machine machine)
            throws MachineException, InterruptedException {
        boolean rollback = kind == Request.Kind.ROLL_BACK;
        List<AspectRecord> recorded = rollback ? journal.getOrDefault(entry, List.of()) : List.of();
        Request request =
                new Request(kind, List.of(new Target(vm, holder, recorded)), options, null, NameRules.parse("*"));
        VmResult result = Operations.run(machine, request, progress()).vms().get(0);
        if (!result.aspects().isEmpty()) {
            journal.put(entry, result.aspects());
        }
        return result;
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void say(String vm, String text) {
                log.add(vm + ": " + text);
            }

            @Override
            public void joined(
                    String entry, MachineIdentity identity, String id, String name, List<AspectRecord> aspects) {
                journal.put(entry, aspects);
            }
        };
    }

    /** Gives back as a controller does: again, later, until it is done. */
    VmResult giveBackAtLast(String run, Options options) {
        VmResult last = null;
        for (int attempt = 0; attempt < 20; attempt++) {
            last = run(Request.Kind.ROLL_BACK, run, options);
            if (last != null && last.end() == VmResult.End.RESTORED) {
                return last;
            }
            host.advance(60_000);
        }
        throw new AssertionError("never given back: " + last + "\n" + String.join("\n", log));
    }

    /** Everything is as it was, on every machine, and nobody holds anything. */
    public void assertAsItWas() {
        host.advance(20 * 60_000);
        assertEquals(picture, SimulatedPicture.of(host), () -> String.join("\n", log));
        assertEquals(List.of(), SimulatedPicture.leases(host), () -> String.join("\n", log));
    }
}
