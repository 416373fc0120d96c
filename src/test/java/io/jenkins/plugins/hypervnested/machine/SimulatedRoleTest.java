package io.jenkins.plugins.hypervnested.machine;

import static io.jenkins.plugins.hypervnested.machine.Teller.EPOCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.RoleState.Feature;
import io.jenkins.plugins.hypervnested.machine.RoleState.LaunchProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedRoleTest {

    private final SimulatedHost guest =
            SimulatedHost.intel2022("NODE-1").role(SimulatedRole::absent).vm("old", SimulatedVm::off);
    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
            .vm("node-1", vm -> vm.nesting(true).inside(guest).running());
    private final SimulatedVm vm = host.vm("node-1");
    private final SimulatedMachine machine = host.connect();
    private Teller inside;

    @BeforeEach
    void goInside() throws Exception {
        inside = inside();
        inside.take(Subject.ROLE);
    }

    private Teller inside() throws Exception {
        return new Teller(machine.inside(vm.id(), "guest"));
    }

    private void awaitGuest() throws Exception {
        new Teller(machine).await(vm.id(), seen -> ((VmState) seen).heartbeat() == Heartbeat.OK);
    }

    /** Its host's people turn it off and on. */
    private void restart() throws Exception {
        vm.off();
        host.startByHand("node-1");
        awaitGuest();
        inside = inside();
    }

    private RoleState installed() throws Exception {
        inside.tell(new Change.InstallRole(EPOCH));
        inside.awaitRole(RoleState::restartPending);
        restart();
        assertTrue(inside.role().working());
        String boot = guest.clock().boot();
        assertThrows(MachineException.class, () -> inside.awaitRole(seen -> !seen.working()));
        assertEquals("Running", vm.platformState());
        assertNotEquals(boot, guest.clock().boot());
        awaitGuest();
        inside = inside();
        return inside.role();
    }

    @Test
    void installingWorksAndThenWaitsForARestart() throws Exception {
        inside.tell(new Change.InstallRole(EPOCH));
        RoleState working = inside.role();
        assertTrue(working.working());
        assertEquals(Feature.ABSENT, working.feature());
        RoleState waiting = inside.awaitRole(seen -> !seen.working());
        assertEquals(Feature.INSTALLING, waiting.feature());
        assertTrue(waiting.restartPending());
        assertFalse(waiting.service());
    }

    @Test
    void theGuestRestartsOnceMoreByItselfAndThenTheRoleIsComplete() throws Exception {
        RoleState role = installed();
        assertTrue(role.isComplete(), role.toString());
        assertEquals(List.of("install role"), guest.changes());
    }

    @Test
    void withoutExtensionsTheHypervisorIsNotLaunched() throws Exception {
        vm.off();
        vm.nesting(false);
        vm.running();
        inside = inside();
        RoleState role = installed();
        assertEquals(Feature.INSTALLED, role.feature());
        assertTrue(role.service());
        assertFalse(role.hypervisor());
        assertEquals(LaunchProblem.NO_EXTENSIONS, role.launchProblem());
    }

    @Test
    void oneRestartIsEnoughWhereTheSceneSaysSo() throws Exception {
        guest.role(SimulatedRole::oneRestart);
        inside.tell(new Change.InstallRole(EPOCH));
        inside.awaitRole(RoleState::restartPending);
        restart();
        inside.awaitRole(RoleState::isComplete);
    }

    @Test
    void aPrerequisiteCheckThatFailsIsTold() throws Exception {
        guest.role(role -> role.prerequisiteFails(true));
        inside.tell(new Change.InstallRole(EPOCH));
        assertNull(inside.role().failure());
        RoleState failed = inside.awaitRole(seen -> !seen.working());
        assertEquals(
                "Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand",
                failed.failure().details().errorId());
        assertEquals(Feature.ABSENT, failed.feature());
        assertNull(inside().role().failure(), "another process does not know");
    }

    @Test
    void begunTwiceItIsOneInstallation() throws Exception {
        inside.tell(new Change.InstallRole(EPOCH));
        inside.tell(new Change.InstallRole(EPOCH));
        assertEquals(List.of("install role"), guest.changes());
    }

    @Test
    void aRestartInTheMiddleUndoesTheInstallation() throws Exception {
        inside.tell(new Change.InstallRole(EPOCH));
        restart();
        assertEquals(Feature.ABSENT, inside.role().feature());
        assertFalse(inside.role().working());
    }

    @Test
    void removingIsTheSameWayBack() throws Exception {
        guest.role(SimulatedRole::installed);
        inside.tell(new Change.RemoveRole(EPOCH));
        RoleState waiting = inside.awaitRole(seen -> !seen.working());
        assertEquals(Feature.REMOVING, waiting.feature());
        assertTrue(waiting.restartPending());
        restart();
        inside.awaitRole(seen -> seen.feature() == Feature.ABSENT && !seen.restartPending());
    }

    @Test
    void aHomeEditionDoesNotHaveIt() throws Exception {
        guest.home();
        RoleState role = inside.role();
        assertEquals(Feature.UNAVAILABLE, role.feature());
        assertFalse(role.server());
        assertEquals("Core", role.edition());
    }

    @Test
    void withoutTheRoleThereAreNoVmsAndNoSwitches() throws Exception {
        String old = guest.vm("old").id();
        Failure failure =
                assertThrows(MachineException.class, () -> inside.observe(old)).failure();
        assertEquals("HVN.NoModule", failure.details().errorId());
        guest.network().privateSwitch("hidden");
        assertFalse(inside.network().hyperV());
        assertEquals(List.of(), inside.network().switches());
        assertFalse(inside.machine.describe().hyperVModule());
        guest.role(SimulatedRole::installed);
        assertEquals("old", inside.observe(old).vm().name());
        assertEquals(1, inside.network().switches().size());
    }

    @Test
    void aVmDoesNotStartWithoutAHypervisor() throws Exception {
        guest.role(role -> role.installed().neverLaunches(LaunchProblem.LAUNCH_TYPE_OFF));
        String old = guest.vm("old").id();
        inside.take(old);
        assertEquals(
                "OperationFailed,Microsoft.HyperV.PowerShell.Commands.StartVM",
                inside.errorId(new Change.Start(old, EPOCH)));
    }

    @Test
    void awaitingTheRoleEndsWhenItChanges() throws Exception {
        inside.tell(new Change.InstallRole(EPOCH));
        Map<String, String> seen = Map.of(Subject.ROLE, inside.role().fingerprint());
        assertEquals(List.of(), inside.machine.await(seen, Duration.ofSeconds(30)));
        assertEquals(List.of(Subject.ROLE), inside.machine.await(seen, Duration.ofSeconds(30)));
    }

    @Test
    void aMachineThatIsInNoOtherHasTheRoleInstalled() throws Exception {
        assertTrue(new Teller(machine).role().isComplete());
    }
}
