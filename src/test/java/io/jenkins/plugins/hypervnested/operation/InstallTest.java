package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstallTest {

    private final NestedLab lab = new NestedLab();

    @BeforeEach
    void theRoleIsNotThereYet() {
        lab.node.vm("nested-1").off();
        lab.node.vm("nested-2").off();
        lab.node.role().absent();
        lab.begins();
    }

    private static Options options() {
        return Options.defaults()
                .withInside(new Inside(NestedLab.GUEST, null))
                .withRollback(false)
                .withTimeout(Duration.ofMinutes(45));
    }

    private VmResult install(String run, Options options) {
        return lab.run(Request.Kind.INSTALL, run, options);
    }

    @Test
    void theRoleIsInstalledThroughAllItsRestarts() {
        VmResult result = install("A", options());

        assertNull(result.failure(), () -> result.failure().sentence());
        assertTrue(result.verified() && result.changed(), result::toString);
        assertEquals("absent", result.before().inside().get("role"));
        assertEquals("installed", result.after().inside().get("role"));
        assertEquals(RoleState.Feature.INSTALLED, lab.node.role().feature());
    }

    @Test
    void itIsKeptAndHeldByNobodyAfterwards() {
        VmResult result = install("A", options());

        assertFalse(result.held(), result::toString);
        assertEquals(List.of(), SimulatedPicture.leases(lab.host));
    }

    @Test
    void whatIsThereIsNotInstalledAgainAndNothingIsRestarted() {
        install("A", options());
        List<String> before = List.copyOf(lab.host.changes());

        VmResult result = install("B", options());

        assertFalse(result.changed(), result::toString);
        assertTrue(result.verified(), result::toString);
        assertEquals(before, lab.host.changes());
    }

    @Test
    void itIsTakenAwayAgainWhereThatWasAskedFor() {
        VmResult result = install("A", options().withRollback(true));
        assertTrue(result.held(), result::toString);

        lab.giveBackAtLast("A", options().withRollback(true));

        lab.assertAsItWas();
    }

    @Test
    void aVmWithoutExtensionsIsRefusedBeforeAnythingIsInstalled() {
        lab.vm().nesting(false);
        lab.begins();

        VmResult result = install("A", options());

        assertEquals("HVN.NotExposed", result.failure().details().errorId());
        lab.assertAsItWas();
    }

    @Test
    void aRefusalOfWindowsThoughTheExtensionsAreThereIsToldAsSuch() {
        lab.node.role().prerequisiteFails(true);

        VmResult result = install("A", options());

        assertTrue(
                result.failure().sentence().contains("although the host exposes the extensions"),
                () -> result.failure().sentence());
        assertFalse(result.held(), result::toString);
        lab.assertAsItWas();
    }

    @Test
    void aHomeEditionIsRefused() {
        lab.node.role().home();
        lab.begins();

        VmResult result = install("A", options());

        assertEquals("HVN.NoRole", result.failure().details().errorId());
        lab.assertAsItWas();
    }

    @Test
    void aHypervisorThatDoesNotStartSaysWhy() {
        lab.node.role().neverLaunches(RoleState.LaunchProblem.LAUNCH_TYPE_OFF);

        VmResult result = install("A", options());

        assertEquals("HVN.HypervisorNotLaunched", result.failure().details().errorId());
        assertTrue(
                result.failure().sentence().contains("bcdedit"),
                () -> result.failure().sentence());
        assertFalse(result.held(), result::toString);
    }

    @Test
    void aRestartThatIsNotAllowedIsAFailureAndSaysSo() {
        VmResult result = install("A", options().withRestart(Options.Restart.NEVER));

        assertEquals("HVN.RestartNeeded", result.failure().details().errorId());
    }

    @Test
    void noRestartWhileAnotherRunIsReady() {
        lab.run(Request.Kind.ENABLE, "other", Options.defaults());

        VmResult waits = install("A", options());
        assertEquals(VmResult.End.WAITING, waits.end(), waits::toString);
        VmResult fails = install("B", options().withWhenHeld(Options.WhenHeld.FAIL));
        assertEquals("HVN.Held", fails.failure().details().errorId());
    }

    @Test
    void aVmThatWasOffIsStartedAndStaysOn() {
        lab.vm().off();

        VmResult result = install("A", options().withStart(true));

        assertNull(result.failure(), () -> result.failure().sentence());
        assertEquals("Running", lab.vm().platformState());
    }

    @Test
    void aDryRunSaysWhatItWouldDo() {
        VmResult result = install("A", options().withDryRun(true));

        assertEquals(
                "install the Hyper-V role with its management tools",
                result.plan().get(0));
        lab.assertAsItWas();
    }

    @Test
    void aRestartThatDoesNotComeAboutPutsBackWhatWasBegun() {
        lab.vm().refusesShutdown();

        VmResult result = install("A", options().withRollback(true));
        assertEquals("HVN.NoShutdown", result.failure().details().errorId());
        assertTrue(result.held(), "its role waits for a restart: " + result);
        lab.vm().shutsDown();
        lab.giveBackAtLast("A", options().withRollback(true));

        lab.assertAsItWas();
    }

    @Test
    void whatIsKeptIsHeldByNobodyEvenWhereItFailed() {
        lab.vm().refusesShutdown();

        VmResult result = install("A", options());

        assertEquals("HVN.NoShutdown", result.failure().details().errorId());
        assertFalse(result.held(), result::toString);
        assertEquals(List.of(), SimulatedPicture.leases(lab.host));
    }

    @Test
    void givingBackWaitsForARestartWhileAnotherRunIsReady() {
        install("A", options().withRollback(true));
        lab.run(Request.Kind.NAT, "other", NestedLab.options(NestedLab.nat()));

        VmResult waits = lab.run(Request.Kind.ROLL_BACK, "A", options().withRollback(true));
        assertEquals(VmResult.End.WAITING, waits.end(), waits::toString);
        lab.vm().shutsDown();
        lab.giveBackAtLast("other", NestedLab.options(NestedLab.nat()));
        lab.giveBackAtLast("A", options().withRollback(true));

        lab.assertAsItWas();
    }

    @Test
    void aGivingBackThatFailsHalfWayIsTakenUpInside() {
        install("A", options().withRollback(true));
        lab.vm().refusesShutdown();
        VmResult stuck = lab.run(Request.Kind.ROLL_BACK, "A", options().withRollback(true));
        assertEquals("HVN.NoShutdown", stuck.failure().details().errorId());
        lab.vm().shutsDown();

        lab.giveBackAtLast("A", options().withRollback(true));

        lab.assertAsItWas();
    }

    @Test
    void twoThatLeaveDoNotWaitForEachOtherAndTheLastTakesTheRoleAway() {
        Options options = options().withRollback(true);
        install("A", options);
        install("B", options);

        VmResult first = lab.run(Request.Kind.ROLL_BACK, "A", options);
        assertNull(first.failure(), () -> first.failure().sentence());
        assertEquals(RoleState.Feature.INSTALLED, lab.node.role().feature());
        lab.giveBackAtLast("B", options);
        lab.giveBackAtLast("A", options);

        lab.assertAsItWas();
    }
}
