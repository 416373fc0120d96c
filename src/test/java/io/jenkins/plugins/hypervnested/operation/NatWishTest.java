package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Foreign;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Route;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NatWishTest {

    private static final String LAN = "11111111-1111-1111-1111-111111111111";
    private static final String OURS = "22222222-2222-2222-2222-222222222222";
    private static final String SWITCH = "33333333-3333-3333-3333-333333333333";

    /** What a machine has, to be added to. */
    private static final class Network {
        boolean hyperV = true;
        String natProblem = "";
        final List<Switch> switches = new ArrayList<>();
        final List<NetworkState.Nat> nats = new ArrayList<>();
        final List<Interface> interfaces = new ArrayList<>(List.of(connection(LAN, "Ethernet", "", "10.0.0.5", 24)));
        final List<Route> routes = new ArrayList<>(List.of(
                new Route("0.0.0.0/0", "10.0.0.1", LAN, false), new Route("10.0.0.0/24", "0.0.0.0", LAN, false)));
        final List<Foreign> foreign = new ArrayList<>();

        NetworkState state() {
            return new NetworkState(hyperV, natProblem, switches, nats, interfaces, routes, foreign, "f");
        }
    }

    private static Interface connection(String guid, String name, String switchId, String ip, int length) {
        Address address = new Address(ip, length, Address.State.PREFERRED, true);
        return new Interface(guid, 1, name, "", switchId, false, List.of(address), List.of(), false);
    }

    private static Switch named(String name, Switch.Type type) {
        return new Switch(SWITCH, name, type, "", List.of());
    }

    private static String conflict(Consumer<Network> scene) {
        Network network = new Network();
        scene.accept(network);
        return new NatWish(Nat.DEFAULT, new NetworkFailures("LAB-1"))
                .conflict(network.state())
                .map(c -> c.failure().details().errorId() + ' ' + c.failure().sentence())
                .orElse("none");
    }

    @Test
    void nothingStandsInTheWayOfAnEmptyMachine() {
        assertEquals("none", conflict(network -> {}));
    }

    @Test
    void whatIsThereAsWantedIsNoConflict() {
        assertEquals("none", conflict(network -> {
            network.switches.add(named("VmNAT", Switch.Type.INTERNAL));
            network.nats.add(new NetworkState.Nat("localnat", "192.168.100.0/24"));
            network.interfaces.add(connection(OURS, "vEthernet (VmNAT) 2", SWITCH, "192.168.100.1", 24));
            network.routes.add(new Route("192.168.100.0/24", "0.0.0.0", OURS, false));
        }));
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                of("HVN.NoHyperV", "", n -> n.hyperV = false),
                of("HVN.NoNat", "Invalid class", n -> n.natProblem = "Invalid class"),
                of("HVN.SwitchTaken", "external", n -> n.switches.add(named("VmNAT", Switch.Type.EXTERNAL))),
                of("HVN.SwitchTaken", "2 switches", n -> {
                    n.switches.add(named("VmNAT", Switch.Type.INTERNAL));
                    n.switches.add(named("VmNAT", Switch.Type.INTERNAL));
                }),
                of("HVN.NatNameTaken", "10.9.0.0/24", n -> n.nats.add(new NetworkState.Nat("LocalNAT", "10.9.0.0/24"))),
                of("HVN.OtherNat", "Theirs", n -> n.nats.add(new NetworkState.Nat("Theirs", "10.9.0.0/24"))),
                of("HVN.OtherNat", "Theirs", n -> n.nats.add(new NetworkState.Nat("Theirs", "192.168.100.0/24"))),
                of("HVN.HnsNat", "Docker", n -> n.foreign.add(hns("Docker", "nat", "172.20.0.0/20"))),
                of(
                        "HVN.PrefixOverlapsHns",
                        "Default Switch",
                        n -> n.foreign.add(hns("Default Switch", "ICS", "192.168.100.64/28"))),
                of(
                        "HVN.Sharing",
                        "Ethernet",
                        n -> n.foreign.add(new Foreign(Foreign.Kind.SHARING, "Ethernet", "public", ""))),
                of(
                        "HVN.PrefixOverlapsAddress",
                        "192.168.100.9/16 of network connection 'Other'",
                        n -> n.interfaces.add(connection(OURS, "Other", "", "192.168.100.9", 16))),
                of("HVN.PrefixOverlapsAddress", "192.168.100.1/25", n -> {
                    n.switches.add(named("VmNAT", Switch.Type.INTERNAL));
                    n.interfaces.add(connection(OURS, "vEthernet (VmNAT)", SWITCH, "192.168.100.1", 25));
                }),
                of(
                        "HVN.PrefixOverlapsRoute",
                        "192.168.0.0/16",
                        n -> n.routes.add(new Route("192.168.0.0/16", "10.0.0.254", LAN, true))));
    }

    private static Arguments of(String id, String part, Consumer<Network> scene) {
        return Arguments.of(id, part, scene);
    }

    private static Foreign hns(String name, String type, String prefix) {
        return new Foreign(Foreign.Kind.HNS, name, type, prefix);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("conflicts")
    void aConflictNamesItsOwner(String id, String part, Consumer<Network> scene) {
        String conflict = conflict(scene);

        assertTrue(conflict.startsWith(id + ' '), conflict);
        assertTrue(conflict.contains(part), conflict);
    }

    @Test
    void aDefaultSwitchThatDoesNotOverlapIsNoConflict() {
        assertEquals("none", conflict(network -> network.foreign.add(hns("Default Switch", "ICS", "172.28.96.0/20"))));
    }

    @Test
    void aDefaultRouteOverlapsNothing() {
        assertEquals("none", conflict(network -> network.routes.add(new Route("0.0.0.0/0", "10.0.0.2", LAN, true))));
    }
}
