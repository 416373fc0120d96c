package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnableTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
            .vm("node-1", vm -> vm.running())
            .vm("node-2", vm -> vm.off())
            .vm("saved", vm -> vm.saved())
            .vm("twin", vm -> vm.off())
            .vm("twin", vm -> vm.off());
    private final Lab lab = new Lab(host);

    @Test
    void aRunningVmIsShutDownExposedAndStartedAgain() throws Exception {
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(List.of("shutdown node-1", "expose on node-1", "start node-1"), host.changes());
        assertEquals(VmResult.End.DONE, vm.end());
        assertTrue(vm.changed() && vm.verified() && vm.held());
        assertFalse(vm.before().nesting());
        assertTrue(vm.after().nesting());
        assertEquals(Heartbeat.OK, vm.after().heartbeat());
    }

    @Test
    void theEndOfTheRunPutsARunningVmBack() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        VmResult vm = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, vm.end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aVmThatWasOffStaysOff() throws Exception {
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "node-2");

        assertEquals(List.of("expose on node-2"), host.changes());
        assertEquals("Off", vm.after().state());
    }

    @Test
    void aVmThatWasOffIsStartedWhenAskedAndOffAgainAfterwards() throws Exception {
        lab.with(Lab.starting()).run(Request.Kind.ENABLE, "a", "node-2");
        assertEquals("Running", host.vm("node-2").platformState());

        lab.run(Request.Kind.ROLL_BACK, "a", "node-2");
        assertEquals("Off", host.vm("node-2").platformState());
        assertFalse(host.vm("node-2").nesting());
    }

    @Test
    void whatIsOnAlreadyIsNotRestarted() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().nesting(true));
        Lab otherLab = new Lab(other);
        VmResult vm = otherLab.one(Request.Kind.ENABLE, "a", "node-1");
        VmResult back = otherLab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(List.of(), other.changes());
        assertFalse(vm.changed());
        assertTrue(vm.verified());
        assertEquals(VmResult.End.RESTORED, back.end());
        assertTrue(other.vm("node-1").nesting());
    }

    @Test
    void aSecondEnableOfTheSameEntryChangesNothing() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        int changes = host.changes().size();
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(changes, host.changes().size());
        assertEquals(VmResult.End.DONE, vm.end());
    }

    @Test
    void neverRefusesAVmThatIsNotOffAndLeavesItAlone() throws Exception {
        VmResult vm = lab.with(Lab.restart(Options.Restart.NEVER)).one(Request.Kind.ENABLE, "a", "node-1");

        assertInstanceOf(Failure.WrongState.class, vm.failure());
        assertEquals(List.of(), host.changes());
        assertFalse(vm.held());
    }

    @Test
    void aSavedVmIsRefusedWithTheWayOut() throws Exception {
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "saved");

        assertEquals(VmResult.End.FAILED, vm.end());
        assertTrue(
                vm.failure().sentence().contains("Remove-VMSavedState"),
                vm.failure().sentence());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void oneOfTwoVmsOfTheSameNameIsNeverGuessed() throws Exception {
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "twin");
        assertInstanceOf(Failure.Ambiguous.class, vm.failure());
    }

    @Test
    void aNameThatIsNotThereFailsAloneAndTheOthersAreDone() throws Exception {
        Result result = lab.run(Request.Kind.ENABLE, "a", "nobody", "node-1", "node-2");

        assertInstanceOf(Failure.NotFound.class, result.vms().get(0).failure());
        assertEquals(VmResult.End.DONE, result.vms().get(1).end());
        assertEquals(VmResult.End.DONE, result.vms().get(2).end());
    }

    @Test
    void aGuestThatIgnoresTheShutdownFailsTheStepAndKeepsRunning() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().ignoresShutdown());
        VmResult vm = new Lab(other).one(Request.Kind.ENABLE, "a", "node-1");

        assertInstanceOf(Failure.TimedOut.class, vm.failure());
        assertEquals("Running", other.vm("node-1").platformState());
        assertFalse(vm.held(), "nothing was changed, so nothing is owed");
    }

    @Test
    void forceTurnsOffAGuestThatIgnoresTheShutdown() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().ignoresShutdown());
        VmResult vm = new Lab(other).with(Lab.restart(Options.Restart.FORCE)).one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(VmResult.End.DONE, vm.end());
        assertTrue(
                other.changes().contains("turn off node-1") || other.changes().contains("turnOff node-1"),
                other.changes()::toString);
    }

    @Test
    void aGuestThatOffersNoShutdownIsNotTurnedOffUnasked() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().offersNoShutdown());
        VmResult vm = new Lab(other).one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals("HVN.NoShutdown", vm.failure().details().errorId());
        assertEquals("Running", other.vm("node-1").platformState());
    }

    @Test
    void aPlatformThatRefusesTheStartIsNamedAndTheVmRunsAsBefore() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").withoutNestingSupport().vm("node-1", vm -> vm.running());
        VmResult vm = new Lab(other).one(Request.Kind.ENABLE, "a", "node-1");

        assertInstanceOf(Failure.Unsupported.class, vm.failure());
        assertTrue(vm.failure().sentence().contains("platform is the reason"));
        assertEquals("Running", other.vm("node-1").platformState());
        assertFalse(other.vm("node-1").nesting());
        assertFalse(vm.held());
    }

    @Test
    void aDryRunTellsThePlanAndWritesNothing() throws Exception {
        Result result = lab.with(Lab.dryRun()).run(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(
                List.of("stop VM 'node-1'", "expose the virtualization extensions to VM 'node-1'", "start VM 'node-1'"),
                result.vms().get(0).plan());
        assertEquals(List.of(), host.changes());
        assertTrue(host.leaseText(host.vm("node-1").id()).isEmpty());
    }

    @Test
    void noHeartbeatInTimeFailsAndPutsTheVmBack() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().neverAnswers());
        VmResult vm = new Lab(other).with(Lab.restart(Options.Restart.FORCE)).one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals("HVN.NoHeartbeat", vm.failure().details().errorId());
        assertFalse(other.vm("node-1").nesting());
        assertEquals("Running", other.vm("node-1").platformState());
    }

    @Test
    void aLineOfProgressComesAtLeastEveryTenSecondsOfAWait() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().shutdownMillis(300_000));
        Lab slow = new Lab(other);
        slow.run(Request.Kind.ENABLE, "a", "node-1");

        long waits = slow.log.stream().filter(l -> l.contains("shut down (")).count();
        assertTrue(waits >= 30, () -> String.join("\n", slow.log));
        assertEquals(slow.log.size(), slow.log.stream().distinct().count(), "none twice");
    }

    @Test
    void noRightsStopBeforeAnyChange() throws Exception {
        host.notAdministrator();
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(VmResult.End.FAILED, vm.end());
        assertTrue(vm.failure().sentence().contains("administrator"));
        assertEquals(List.of(), host.changes());
    }

    @Test
    void nothingIsOwedWhereNoLeaseCouldEverBeWritten() throws Exception {
        host.notAdministrator();
        VmResult vm = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, vm.end());
        assertFalse(vm.held());
        assertEquals(List.of("no lease can be written on this machine, so none was"), vm.notes());
    }

    @Test
    void aLeaseFolderThatCannotBeReadKeepsTheEntryOwed() throws Exception {
        host.leaseFolderProblem("Access to the path is denied.");

        MachineException e = assertThrows(MachineException.class, () -> lab.one(Request.Kind.ROLL_BACK, "a", "node-1"));

        assertInstanceOf(Failure.NotPermitted.class, e.failure());
    }

    @Test
    void aHostThatIsBusyWithAVmJustOffIsAskedAgainForAWhile() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.running().busyAfterOffMillis(20_000));
        Faults counting = new Faults();
        VmResult vm = new Lab(other)
                .run(Request.Kind.ENABLE, "a", counting, "node-1")
                .vms()
                .get(0);

        assertEquals(VmResult.End.DONE, vm.end());
        assertTrue(counting.calls("change") < 20, () -> counting.calls("change") + " changes told");
    }

    @Test
    void checkpointsThatKeepTheSettingsOfTheHoldAreListed() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1")
                .details(new VmDetails(
                        "",
                        0,
                        false,
                        List.of("before upgrade"),
                        false,
                        false,
                        VmDetails.Replication.NONE,
                        false,
                        false,
                        false));
        VmResult vm = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, vm.end());
        assertEquals(List.of("checkpoints keep the settings of when they were taken: before upgrade"), vm.notes());
    }
}
