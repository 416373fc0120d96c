package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.simulation.InsideScene.by;
import static io.jenkins.plugins.hypervnested.simulation.InsideScene.byHand;

import io.jenkins.plugins.hypervnested.machine.SimulatedConnection;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedNetwork;
import io.jenkins.plugins.hypervnested.machine.SimulatedRole;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.simulation.InsideScene.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Scenes of networks and roles inside the VM {@code node-1} of a host, in which the VM {@code nested-1} may be. */
final class InsideScenes {

    private static final String NODE = "node-admin";
    private static final String NESTED = "nested-admin";

    private InsideScenes() {}

    // ---- machines

    private static SimulatedVm vm(SimulatedVm vm, String login, SimulatedHost inside) {
        return vm.running()
                .bootMillis(200)
                .heartbeatMillis(300)
                .shutdownMillis(300)
                .startsAgainAfterReboot()
                .login(login)
                .inside(inside);
    }

    private static SimulatedHost hostOf(SimulatedHost node, Consumer<SimulatedVm> scene) {
        return SimulatedHost.intel2022("LAB-HOST")
                .vm("node-1", v -> scene.accept(vm(v, NODE, node).nesting(true)));
    }

    private static SimulatedHost machine(String name) {
        return SimulatedHost.intel2022(name)
                .network(n -> n.vEthernetMillis(0).tentativeMillis(0).dhcpMillis(0));
    }

    private static SimulatedHost node(
            Consumer<SimulatedNetwork> network,
            Consumer<SimulatedVm> nested,
            Consumer<SimulatedNetwork> nestedNetwork) {
        SimulatedHost guest = machine("NESTED-1").network(nestedNetwork);
        return machine("NODE-1").network(network).vm("nested-1", v -> nested.accept(vm(v, NESTED, guest)));
    }

    private static Supplier<SimulatedHost> on(Consumer<SimulatedNetwork> network) {
        return () -> hostOf(node(network, v -> {}, n -> {}), v -> {});
    }

    private static Supplier<SimulatedHost> nested(Consumer<SimulatedVm> vm, Consumer<SimulatedConnection> ethernet) {
        return () -> hostOf(node(n -> {}, vm, n -> n.connection("Ethernet", ethernet)), v -> {});
    }

    // ---- requests

    private static Options options(Nat.Guest... guests) {
        Nat page = Nat.DEFAULT;
        Nat nat = new Nat(page.switchName(), page.natName(), page.prefix(), page.gateway(), List.of(guests));
        return Options.defaults().withInside(new Inside(NODE, nat)).withWhenHeld(Options.WhenHeld.FAIL);
    }

    private static Nat.Guest guest(String adapter) {
        return new Nat.Guest(
                "nested-1", "192.168.100.2", 24, "192.168.100.1", List.of("10.0.0.53"), adapter, true, NESTED);
    }

    private static Options role(boolean rollback) {
        return Options.defaults()
                .withInside(new Inside(NODE, null))
                .withRollback(rollback)
                .withTimeout(Duration.ofMinutes(45));
    }

    private static InsideScene thereAndBack(String name, Supplier<SimulatedHost> host, Options options) {
        return new InsideScene(
                name, false, host, List.of(by("A", Kind.NAT, options), by("A", Kind.ROLL_BACK, options)));
    }

    private static InsideScene once(String name, Supplier<SimulatedHost> host, Options options) {
        return new InsideScene(name, false, host, List.of(by("A", Kind.NAT, options)));
    }

    // ---- scenes

    /** {@return all scenes; the longest come first} */
    static Stream<InsideScene> all() {
        return Stream.of(roles(), natsThatAreGivenBack(), runsThatShare(), refusals())
                .flatMap(scenes -> scenes);
    }

    private static SimulatedHost withoutRole(Consumer<SimulatedRole> more) {
        SimulatedHost node = machine("NODE-1")
                .role(r -> more.accept(r.absent().installMillis(300).configureMillis(1_500)));
        return hostOf(node, v -> {});
    }

    private static Stream<InsideScene> roles() {
        return Stream.of(
                installed(),
                new InsideScene(
                        "a role installed with one restart and kept",
                        false,
                        () -> withoutRole(SimulatedRole::oneRestart),
                        List.of(by("A", Kind.INSTALL, role(false)))));
    }

    private static Stream<InsideScene> natsThatAreGivenBack() {
        Options one = options(guest(""));
        return Stream.of(
                connectedGuest(),
                thereAndBack(
                        "a guest that is off",
                        nested(SimulatedVm::off, SimulatedConnection::dhcp),
                        one.withStart(true)),
                thereAndBack(
                        "an adapter by its name",
                        nested(v -> v.adapter("lan"), SimulatedConnection::dhcp),
                        options(guest("lan"))),
                thereAndBack(
                        "DNS servers that were set before",
                        nested(
                                v -> {},
                                c -> c.address("10.0.0.7", 24)
                                        .gateway("10.0.0.1")
                                        .dns("10.0.0.9")),
                        one),
                thereAndBack("DHCP that takes its time", InsideScenes::slow, one),
                thereAndBack("everything is there already", InsideScenes::already, one),
                itself());
    }

    /** {@return a host that gets a network, and one VM of it, and gives them back} */
    static InsideScene itself() {
        Options one = options(guest(""));
        return new InsideScene(
                "the machine itself",
                true,
                () -> node(n -> {}, v -> {}, n -> {}),
                List.of(by("A", Kind.NAT, one), by("A", Kind.ROLL_BACK, one)));
    }

    /** {@return the same without a VM that has something of it} */
    static InsideScene itselfAlone() {
        Options none = options();
        return new InsideScene(
                "the machine itself without a guest",
                true,
                () -> node(n -> {}, v -> {}, n -> {}),
                List.of(by("A", Kind.NAT, none), by("A", Kind.ROLL_BACK, none)));
    }

    /** {@return a network inside a VM, and of a VM in there} */
    static InsideScene connectedGuest() {
        return thereAndBack("a guest that is connected", on(n -> {}), options(guest("")));
    }

    /** {@return a role that is installed and taken away} */
    static InsideScene installed() {
        return new InsideScene(
                "a role installed with two restarts and taken away",
                false,
                () -> withoutRole(r -> {}),
                List.of(by("A", Kind.INSTALL, role(true)), by("A", Kind.ROLL_BACK, role(true))));
    }

    private static SimulatedHost slow() {
        Consumer<SimulatedNetwork> times =
                n -> n.vEthernetMillis(700).tentativeMillis(700).dhcpMillis(1_500);
        return hostOf(
                node(times.andThen(n -> n.internalSwitch("VmNAT", SimulatedConnection::dhcpInVain)), v -> {}, times),
                v -> {});
    }

    private static SimulatedHost already() {
        return hostOf(
                node(
                        n -> n.internalSwitch("VmNAT", c -> c.address("192.168.100.1", 24))
                                .nat("LocalNAT", "192.168.100.0/24"),
                        v -> v.connected(0, "VmNAT"),
                        n -> n.connection(
                                "Ethernet",
                                c -> c.address("192.168.100.2", 24)
                                        .gateway("192.168.100.1")
                                        .dns("10.0.0.53"))),
                v -> {});
    }

    private static Stream<InsideScene> runsThatShare() {
        Options one = options(guest(""));
        Options none = options();
        List<Step> two = List.of(
                by("A", Kind.NAT, none),
                by("B", Kind.NAT, one),
                by("A", Kind.ROLL_BACK, none),
                by("B", Kind.ROLL_BACK, one));
        return Stream.of(
                new InsideScene("two runs, of which the first leaves first", false, on(n -> {}), two),
                new InsideScene(
                        "somebody else uses the switch at the end",
                        false,
                        () -> hostOf(machine("NODE-1").vm("other", SimulatedVm::off), v -> {}),
                        List.of(
                                by("A", Kind.NAT, none),
                                byHand("somebody connects 'other'", InsideScene.World::connectOther),
                                by("A", Kind.ROLL_BACK, none))),
                new InsideScene(
                        "the VM is off at the end",
                        false,
                        () -> hostOf(node(n -> {}, SimulatedVm::off, n -> {}), SimulatedVm::off),
                        List.of(
                                by("A", Kind.NAT, one.withStart(true)),
                                byHand("somebody turns 'node-1' off", InsideScene.World::turnNodeOff),
                                by("A", Kind.ROLL_BACK, one.withStart(true)))));
    }

    private static Stream<InsideScene> refusals() {
        Options one = options(guest(""));
        return Stream.of(
                once("another NAT", on(n -> n.nat("Theirs", "10.77.0.0/16")), one),
                once("a NAT that nobody shows", on(n -> n.natHidden(true)), one),
                once("a prefix that something else has and nobody shows", on(SimulatedNetwork::prefixHidden), one),
                once("no NAT provider", on(SimulatedNetwork::withoutNatProvider), one),
                once("a guest that takes no login", nested(v -> v.refusesLogins(true), c -> c.dhcp()), one),
                once(
                        "a VM that takes no login",
                        () -> hostOf(node(n -> {}, v -> {}, n -> {}), v -> v.refusesLogins(true)),
                        one),
                once("a guest that is off and stays off", nested(SimulatedVm::off, c -> c.dhcp()), one),
                once("a dry run", on(n -> {}), one.withDryRun(true)));
    }
}
