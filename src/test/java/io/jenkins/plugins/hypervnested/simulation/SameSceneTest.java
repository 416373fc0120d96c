package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same machines inside machines look alike, and refuse alike, on the simulation and on the shipped module over the fakes. */
class SameSceneTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";

    @BeforeAll
    static void needsPowerShell() {
        assumeTrue(FakeHost.pwsh().isPresent(), "there is no PowerShell here");
    }

    private static SimulatedHost scene() {
        SimulatedHost guest = SimulatedHost.intel2022("NODE-2");
        SimulatedHost relay = SimulatedHost.intel2022("NODE-1")
                .network(n -> n.connection(
                                "Ethernet",
                                c -> c.address("10.0.0.9", 24)
                                        .gateway("10.0.0.1")
                                        .dns("10.0.0.53"))
                        .internalSwitch("VmNAT", c -> c.address("192.168.100.1", 24))
                        .privateSwitch("apart")
                        .nat("Other", "10.9.0.0/24")
                        .hnsNetwork("nat", "nat", "172.20.0.0/20")
                        .tentativeMillis(0)
                        .dhcpMillis(0))
                .vm(
                        "node-2",
                        vm -> vm.connected(0, "VmNAT")
                                .inside(guest)
                                .login("nested-admin")
                                .running());
        return SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        vm -> vm.nesting(true).inside(relay).login("node-admin").running());
    }

    private static NetworkState network(Machine machine) throws Exception {
        return plain(machine.observe(List.of(Subject.NETWORK))
                .get(Subject.NETWORK)
                .value()
                .network());
    }

    /** Without what has no meaning to others, and in one order. */
    private static NetworkState plain(NetworkState n) {
        return new NetworkState(
                n.hyperV(),
                n.natProblem(),
                n.switches().stream()
                        .sorted(Comparator.comparing(NetworkState.Switch::name))
                        .toList(),
                n.nats(),
                n.interfaces(),
                n.routes().stream()
                        .sorted(Comparator.comparing(NetworkState.Route::toString))
                        .toList(),
                n.foreign(),
                "");
    }

    private static RoleState role(Machine machine) throws Exception {
        return machine.observe(List.of(Subject.ROLE)).get(Subject.ROLE).value().role();
    }

    private interface Look {
        List<Object> at(Machine machine) throws Exception;
    }

    private static void alike(Path folder, Look look) throws Exception {
        alike(folder, SameSceneTest::scene, look);
    }

    private static void alike(Path folder, Supplier<SimulatedHost> scene, Look look) throws Exception {
        List<Object> expected;
        try (Machine machine = scene.get().connect()) {
            expected = look.at(machine);
        }
        try (Machine machine = FakeHost.create(folder, scene.get(), state -> {}).connect()) {
            assertEquals(lines(expected), lines(look.at(machine)));
        }
    }

    private static String lines(List<Object> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static Machine node1(Machine host) throws Exception {
        return host.inside(scene().vm("node-1").id(), "node-admin");
    }

    private static String node2() {
        return scene().vm("node-1").inside().vm("node-2").id();
    }

    @Test
    void networksAndRolesLookAlikeAtEveryDepth(@TempDir Path folder) throws Exception {
        alike(folder, host -> {
            Machine node1 = node1(host);
            Machine node2 = node1.inside(node2(), "nested-admin");
            return List.of(
                    network(host),
                    role(host),
                    network(node1),
                    role(node1),
                    network(node2),
                    role(node2),
                    node1.describe().name(),
                    node2.describe().name());
        });
    }

    @Test
    void changesOfTheNetworkAreDoneAndRefusedAlike(@TempDir Path folder) throws Exception {
        alike(folder, host -> {
            Machine node1 = node1(host);
            String stamp = node1.observe(List.of(Subject.NETWORK))
                    .get(Subject.NETWORK)
                    .value()
                    .lease()
                    .stamp();
            node1.writeLeases(List.of(new LeaseWrite(Subject.NETWORK, stamp, EPOCH, "{}", LeaseWrite.Floor.TAKE)));
            NetworkState seen = network(node1);
            String ethernet = seen.interfaces().get(0).guid();
            String vmNat = seen.switchesNamed("VmNAT").get(0).id();
            List<Object> told = new ArrayList<>();
            for (Change change : changes(ethernet, vmNat)) {
                Answer<?> answer = node1.change(List.of(change)).get(Subject.NETWORK);
                told.add(change + ": " + (answer.isFailure() ? TellingMachine.shown(answer.failure()) : "done"));
            }
            told.add(network(node1));
            return told;
        });
    }

    private static List<Change> changes(String ethernet, String vmNat) {
        String nothing = "00000000-0000-0000-0000-000000000000";
        return List.of(
                new Change.CreateNat(EPOCH, "LocalNAT", "10.9.0.0/16"),
                new Change.CreateNat(EPOCH, "OTHER", "192.168.100.0/24"),
                new Change.CreateNat(EPOCH, "LocalNAT", "192.168.100.0/24"),
                new Change.RemoveNat(EPOCH, "LocalNAT", "192.168.0.0/16"),
                new Change.RemoveNat(EPOCH, "LocalNAT", "192.168.100.0/24"),
                new Change.RemoveSwitch(EPOCH, vmNat),
                new Change.RemoveSwitch(EPOCH, nothing),
                new Change.AddAddress(EPOCH, ethernet, "10.0.0.77", 24),
                new Change.AddAddress(EPOCH, ethernet, "10.0.0.77", 24),
                new Change.AddAddress(EPOCH, nothing, "10.0.0.78", 24),
                new Change.AddRoute(EPOCH, ethernet, "10.0.0.2"),
                new Change.AddRoute(EPOCH, ethernet, "10.0.0.2"),
                new Change.RemoveRoute(EPOCH, ethernet, "10.0.0.2"),
                new Change.RemoveRoute(EPOCH, ethernet, "10.0.0.2"),
                new Change.RemoveAddress(EPOCH, ethernet, "10.0.0.77"),
                new Change.RemoveAddress(EPOCH, ethernet, "10.0.0.77"),
                new Change.SetDns(EPOCH, ethernet, List.of("10.0.0.54", "10.0.0.55")),
                new Change.SetDns(EPOCH, ethernet, List.of()),
                new Change.SetDhcp(EPOCH, ethernet, true),
                new Change.SetDhcp(EPOCH, ethernet, false));
    }

    @Test
    void guestsRefuseAlike(@TempDir Path folder) throws Exception {
        alike(folder, host -> {
            Failure login = assertThrows(
                            MachineException.class,
                            () -> host.inside(scene().vm("node-1").id(), "nested-admin"))
                    .failure();
            assertInstanceOf(Failure.NotPermitted.class, login);
            Failure gone = assertThrows(
                            MachineException.class,
                            () -> host.inside("00000000-0000-0000-0000-000000000000", "node-admin"))
                    .failure();
            return List.of(login.details().errorId().split(",")[0], TellingMachine.shown(gone));
        });
    }

    @Test
    void aHostWhoseNatIsOwnedByOthersLooksAlike(@TempDir Path folder) throws Exception {
        alike(
                folder,
                () -> SimulatedHost.intel2022("LAB-HOST").network(n -> n.sharing()),
                host -> List.of(network(host), role(host)));
    }

    @Test
    void aClientWithoutARoleLooksAlike(@TempDir Path folder) throws Exception {
        alike(
                folder,
                () -> SimulatedHost.intel2022("LAB-PC").home().network(n -> n.withoutNatProvider()),
                host -> List.of(network(host).hyperV(), network(host).interfaces(), role(host)));
    }
}
