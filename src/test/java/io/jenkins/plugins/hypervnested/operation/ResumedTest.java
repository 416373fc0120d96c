package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step makes of a VM that an earlier attempt of it, or another run, has changed already. */
class ResumedTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
            .vm("node-1", vm -> vm.running())
            .vm("node-2", vm -> vm.off())
            .vm("saved", vm -> vm.saved())
            .vm("twin", vm -> vm.off())
            .vm("twin", vm -> vm.off());
    private final Lab lab = new Lab(host);

    @Test
    void theAskingIsOverOnceSomebodyStartedTheVmAgain() throws Exception {
        Faults lost = new Faults().after("change", 1, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.ENABLE, "a", lost, "node-1"));
        host.advance(60_000);
        host.startByHand("node-1");
        host.advance(10_000);
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertTrue(lab.log.stream().noneMatch(l -> l.contains("to shut down (")), lab.log::toString);
    }

    @Test
    void aStepThatGoesOnAfterACrashTellsWhatWasBeforeItsFirstChange() throws Exception {
        Faults lost = new Faults().after("change", 3, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.ENABLE, "a", lost, "node-1"));
        VmResult vm = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertFalse(vm.before().nesting());
        assertEquals("Running", vm.before().state());
        assertTrue(vm.after().nesting());
        assertTrue(vm.changed());
    }

    @Test
    void whoJoinsAVmThatIsHeldTellsWhatTheHolderMadeOfIt() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        VmResult vm = lab.one(Request.Kind.ENABLE, "b", "node-1");
        VmResult again = lab.one(Request.Kind.ENABLE, "b", "node-1");

        assertTrue(vm.before().nesting());
        assertTrue(again.before().nesting());
        assertFalse(again.changed());
    }

    @Test
    void theAskingIsOverOnceTheVmWentOff() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");

        int started = lab.log.indexOf("node-1: start VM 'node-1'");
        List<String> afterwards = lab.log.subList(started, lab.log.size());
        assertTrue(afterwards.stream().noneMatch(l -> l.contains("to shut down")), afterwards::toString);
        assertFalse(host.leaseText(host.vm("node-1").id()).orElseThrow().contains("asked"));
    }

    private void joinsAndCrashes() {
        Faults lost = new Faults().after("change", 1, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.ENABLE, "a", lost, "node-1"));
    }

    @Test
    void aVmThatIsRefusedNowStaysOwedWhereAnEarlierAttemptHasJoinedIt() throws Exception {
        joinsAndCrashes();
        host.reboot();
        VmResult again = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals("HVN.saved-state", again.failure().details().errorId());
        assertTrue(again.held());
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aVmThatIsNotFoundByItsNameNowStaysOwedWhereAnEarlierAttemptHasJoinedIt() throws Exception {
        joinsAndCrashes();
        host.vm("node-1").named("renamed");
        VmResult again = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals("HVN.VmNotFound", again.failure().details().errorId());
        assertTrue(again.held());
    }

    @Test
    void aGuestThatCannotBeEnteredNowStaysOwedWhereAnEarlierAttemptHasJoinedIt() {
        NestedLab nested = new NestedLab();
        Options options = NestedLab.options(NestedLab.nat()).withTimeout(Duration.ofMinutes(2));
        nested.run(Request.Kind.NAT, "A", options, new Faults().after("change", 2, Faults.Kind.CRASH));
        nested.vm().unreachable();
        VmResult again = nested.run(Request.Kind.NAT, "A", options);

        assertEquals(VmResult.End.FAILED, again.end());
        assertTrue(again.held());
        nested.vm().reachable();
        nested.giveBackAtLast("A", options);
        nested.assertAsItWas();
    }

    @Test
    void nothingIsOwedWhereNoAttemptHasJoined() throws Exception {
        assertFalse(lab.one(Request.Kind.ENABLE, "a", "saved").held());
        assertFalse(lab.one(Request.Kind.ENABLE, "a", "nobody").held());
    }
}
