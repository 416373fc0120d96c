package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import org.junit.jupiter.api.Test;

/** How a VM is stopped for a rollback: recorded when it is joined, whatever the rollback itself says. */
class StopPolicyTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    private void enable(String run, Options.Restart restart) throws Exception {
        lab.with(Lab.restart(restart)).run(Request.Kind.ENABLE, run, "node-1");
    }

    private VmResult back(String run) throws Exception {
        return lab.with(Options.defaults()).one(Request.Kind.ROLL_BACK, run, "node-1");
    }

    private long minutesUntil(String what, long since) {
        return (host.events().stream()
                                .filter(e -> e.what().equals(what))
                                .mapToLong(SimulatedHost.Event::millis)
                                .max()
                                .orElseThrow()
                        - since)
                / 60_000;
    }

    @Test
    void withoutTheGrantNoRollbackTurnsAVmOff() throws Exception {
        enable("a", Options.Restart.GRACEFUL);
        host.vm("node-1").ignoresShutdown();
        long since = host.clock().millis();
        VmResult stuck = lab.with(Lab.restart(Options.Restart.FORCE)).one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals("HVN.DoesNotShutDown", stuck.failure().details().errorId());
        assertTrue(stuck.failure().details().remedy().contains("Stop-VM -VM (Get-VM -Id "), stuck::toString);
        assertTrue(stuck.held());
        assertEquals("Running", host.vm("node-1").platformState());
        assertFalse(host.changes().contains("turn off node-1"));
        assertEquals(10, (host.clock().millis() - since) / 60_000, "minutes of grace");
    }

    @Test
    void withTheGrantAVmIsTurnedOffAfterItsGuestHadItsTime() throws Exception {
        enable("a", Options.Restart.FORCE);
        host.vm("node-1").ignoresShutdown();
        long since = host.clock().millis();

        assertEquals(VmResult.End.RESTORED, back("a").end());
        assertEquals(5, minutesUntil("turn off", since));
    }

    @Test
    void aGuestThatShutsDownInTimeIsNotTurnedOff() throws Exception {
        enable("a", Options.Restart.FORCE);
        host.vm("node-1").shutdownMillis(240_000);

        assertEquals(VmResult.End.RESTORED, back("a").end());
        assertFalse(host.changes().contains("turn off node-1"));
    }

    @Test
    void forceIsGrantedOnlyIfAllWhoJoinedGrantIt() throws Exception {
        enable("a", Options.Restart.FORCE);
        enable("b", Options.Restart.GRACEFUL);
        host.vm("node-1").ignoresShutdown();

        assertEquals(VmResult.End.PASSED_ON, back("a").end());
        assertEquals("HVN.DoesNotShutDown", back("b").failure().details().errorId());
        assertFalse(host.changes().contains("turn off node-1"));
    }

    @Test
    void forceThatAllGrantedHoldsForTheLast() throws Exception {
        enable("a", Options.Restart.FORCE);
        enable("b", Options.Restart.FORCE);
        host.vm("node-1").ignoresShutdown();

        assertEquals(VmResult.End.PASSED_ON, back("a").end());
        assertEquals(VmResult.End.RESTORED, back("b").end());
    }

    @Test
    void aGrantThatSomebodyRefusedDoesNotComeBackWithTheNextWhoJoins() throws Exception {
        enable("a", Options.Restart.GRACEFUL);
        enable("b", Options.Restart.FORCE);
        host.vm("node-1").ignoresShutdown();

        assertEquals(VmResult.End.PASSED_ON, back("a").end());
        assertEquals("HVN.DoesNotShutDown", back("b").failure().details().errorId());
    }

    @Test
    void aVmIsNeverTurnedOffWhileTheHostServicesIt() throws Exception {
        enable("a", Options.Restart.FORCE);
        host.vm("node-1").at("ComponentServicing");
        VmResult stuck = back("a");

        assertEquals("HVN.TimedOut", stuck.failure().details().errorId());
        assertTrue(stuck.held());
        assertFalse(host.changes().contains("turn off node-1"));

        host.vm("node-1").running();
        assertEquals(VmResult.End.RESTORED, back("a").end());
    }

    @Test
    void nothingOfAVmIsChangedWhileTheHostServicesIt() throws Exception {
        lab.with(Options.defaults().withSpoofing(Options.Spoofing.ON_ALL)).run(Request.Kind.SPOOF, "a", "node-1");
        host.vm("node-1").at("ComponentServicing");
        int changes = host.changes().size();
        VmResult stuck = back("a");

        assertEquals("HVN.TimedOut", stuck.failure().details().errorId());
        assertEquals(changes, host.changes().size());
    }

    @Test
    void aVmThatRanIsStartedAgainWhenTheLastLeaves() throws Exception {
        enable("a", Options.Restart.GRACEFUL);
        host.vm("node-1").off();

        assertEquals(VmResult.End.RESTORED, back("a").end());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aVmThatRanStaysOffWhereItsPowerIsNotToBeRestored() throws Exception {
        lab.with(Options.defaults().withRestorePower(false)).run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").off();

        assertEquals(VmResult.End.RESTORED, back("a").end());
        assertEquals("Off", host.vm("node-1").platformState());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void powerIsRestoredIfAnyWhoJoinedAskedForIt() throws Exception {
        lab.with(Options.defaults().withRestorePower(false)).run(Request.Kind.ENABLE, "a", "node-1");
        enable("b", Options.Restart.GRACEFUL);
        host.vm("node-1").off();

        back("a");
        assertEquals(VmResult.End.RESTORED, back("b").end());
        assertEquals("Running", host.vm("node-1").platformState());
    }
}
