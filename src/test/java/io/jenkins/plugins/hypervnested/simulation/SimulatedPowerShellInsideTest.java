package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import io.jenkins.plugins.hypervnested.powershell.SecretText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines inside machines over the real wire, with a simulated program at its other end. */
class SimulatedPowerShellInsideTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";

    private final SimulatedHost scene = SimulatedHost.intel2022("LAB-HOST")
            .vm(
                    "node-1",
                    vm -> vm.nesting(true)
                            .login("Administrator")
                            .inside(SimulatedHost.intel2022("NODE-1")
                                    .network(n -> n.internalSwitch("VmNAT").hnsNetwork("nat", "nat", "172.20.0.0/20"))
                                    .vm(
                                            "node-2",
                                            nested -> nested.connected(0, "VmNAT")
                                                    .login("nested")
                                                    .inside(SimulatedHost.intel2022("NODE-2"))
                                                    .running()))
                            .running());
    private final String node1 = scene.vm("node-1").id();
    private final String node2 = scene.vm("node-1").inside().vm("node-2").id();
    private SharedHost shared;
    private Machine host;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Path executable = SimulatedPowerShellLauncher.create(folder, scene);
        shared = SimulatedPowerShellLauncher.host(folder);
        GuestLogins logins = GuestLogins.none()
                .with("guest", "Administrator", SecretText.of("secret"))
                .with("other", "nested", SecretText.of("secret"));
        host = PowerShellMachine.open(
                new Endpoint.Local(executable.toString()), HostSecrets.none(), logins, line -> {});
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static NetworkState network(Machine machine) throws Exception {
        return machine.observe(List.of(Subject.NETWORK))
                .get(Subject.NETWORK)
                .value()
                .network();
    }

    @Test
    void bothLevelsAreEnteredAndChanged() throws Exception {
        Machine first = host.inside(node1, "guest");
        Machine second = first.inside(node2, "other");
        assertEquals("NODE-2", second.describe().name());
        Observation seen =
                second.observe(List.of(Subject.NETWORK)).get(Subject.NETWORK).value();
        second.writeLeases(
                List.of(new LeaseWrite(Subject.NETWORK, seen.lease().stamp(), EPOCH, "{}", LeaseWrite.Floor.TAKE)));
        String ethernet = seen.network().interfaces().get(0).guid();
        var add = new Change.AddAddress(EPOCH, ethernet, "192.168.100.2", 24);
        assertFalse(second.change(List.of(add)).get(Subject.NETWORK).isFailure());
        assertTrue(network(second)
                .connection(ethernet)
                .orElseThrow()
                .address("192.168.100.2")
                .isPresent());
        assertEquals(
                List.of("add address 192.168.100.2/24"),
                shared.look().vm("node-1").inside().vm("node-2").inside().changes());
    }

    @Test
    void networkAndRoleAreReadAsTheyAre() throws Exception {
        Machine first = host.inside(node1, "guest");
        NetworkState there = shared.look()
                .vm("node-1")
                .inside()
                .connect()
                .observe(List.of(Subject.NETWORK))
                .get(Subject.NETWORK)
                .value()
                .network();
        assertEquals(there, network(first));
        assertTrue(first.observe(List.of(Subject.ROLE))
                .get(Subject.ROLE)
                .value()
                .role()
                .isComplete());
    }

    @Test
    void aLoginThatTheGuestDoesNotTakeIsNotPermitted() {
        Failure failure = assertThrows(MachineException.class, () -> host.inside(node1, "other"))
                .failure();
        assertInstanceOf(Failure.NotPermitted.class, failure);
    }

    @Test
    void aGuestThatIsLostIsUnreachableAndEnteredAgain() throws Exception {
        Machine first = host.inside(node1, "guest");
        shared.change(lab -> lab.vm("node-1").off());
        Failure lost = assertThrows(MachineException.class, first::describe).failure();
        assertInstanceOf(Failure.Unreachable.class, lost);
        shared.change(lab -> lab.vm("node-1").running());
        assertEquals("NODE-1", host.inside(node1, "guest").describe().name());
    }

    @Test
    void aVmThatDoesNotRunIsInTheWrongState() {
        shared.change(lab -> lab.vm("node-1").off());
        Failure failure = assertThrows(MachineException.class, () -> host.inside(node1, "guest"))
                .failure();
        assertInstanceOf(Failure.WrongState.class, failure);
    }
}
