package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease in which another Jenkins has written that takes itself for the one that asks: nothing is written any more. */
class IncarnationTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);
    private int events;

    @BeforeEach
    void theOtherHasWritten() throws Exception {
        lab.startedAs("original", "incarnation");
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.survey();
        lab.startedAs("copy", "incarnation");
        events = host.events().size();
    }

    private void assertRefused(VmResult result, boolean held) {
        assertEquals(VmResult.End.FAILED, result.end());
        assertEquals("HVN.UnknownStart", result.failure().details().errorId());
        assertEquals(held, result.held());
        assertEquals(events, host.events().size(), "nothing is written");
    }

    @Test
    void aJoinOfTheCopyWritesNothing() throws Exception {
        assertRefused(lab.one(Request.Kind.ENABLE, "b", "node-1"), false);
    }

    @Test
    void aLeaveOfTheCopyWritesNothingAndStaysOwed() throws Exception {
        assertRefused(lab.one(Request.Kind.ROLL_BACK, "a", "node-1"), true);
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void aCopyBelievesInNoVmThatIsGone() throws Exception {
        String id = host.vm("node-1").id();
        host.remove("node-1");
        assertRefused(lab.back(VmGoneTest.missing(id, "a", true)), true);
    }

    @Test
    void theOriginalGoesOn() throws Exception {
        lab.startedAs("original", "incarnation");
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
    }

    @Test
    void anotherControllerIsNotMeant() throws Exception {
        lab.asker = new Asker("another", "copy", Set.of());
        assertEquals(
                VmResult.End.DONE, lab.one(Request.Kind.ENABLE, "b", "node-1").end());
    }

    @Test
    void whoAsksWithoutSayingWhoIsServedAsBefore() throws Exception {
        lab.asker = null;
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
    }

    @Test
    void anOperationOfAnEarlierStartThatStillGoesOnChangesNothingMore() throws Exception {
        lab.startedAs("incarnation");
        assertRefused(lab.one(Request.Kind.ENABLE, "a", "node-1"), true);
    }
}
