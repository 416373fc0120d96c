package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A machine and its leases that go back in time together, as when a checkpoint of it is applied or a backup restored. */
class BackInTimeTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());

    private static SimulatedHost asItIsNow(SimulatedHost of) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(of);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (SimulatedHost) in.readObject();
        }
    }

    private static Target target(VmResult held) {
        return new Target(VmRef.id(held.id()), Lab.holder("a", "node-1"), held.aspects(), Duration.ZERO);
    }

    @Test
    void setBackToBeforeTheJoinNothingIsOwed() throws Exception {
        SimulatedHost before = asItIsNow(host);
        VmResult held = new Lab(host).one(Request.Kind.ENABLE, "a", "node-1");
        VmResult back = new Lab(before).back(target(held));

        assertEquals(VmResult.End.RESTORED, back.end());
        assertTrue(back.notes().get(0).contains("is as it was first"), back.notes()::toString);
        assertFalse(before.vm("node-1").nesting());
    }

    @Test
    void setBackIntoTheHoldAfterItWasGivenBackASurveyFindsTheHolderAndItLeavesAgain() throws Exception {
        VmResult held = new Lab(host).one(Request.Kind.ENABLE, "a", "node-1");
        SimulatedHost during = asItIsNow(host);
        assertEquals(VmResult.End.RESTORED, new Lab(host).back(target(held)).end());

        Lab lab = new Lab(during).startedAs("incarnation");
        FoundHolder found = lab.survey().get(0).holders().get(0);
        assertEquals("entry-a-node-1", found.entry());
        assertEquals(VmResult.End.RESTORED, lab.back(target(held)).end());
        assertFalse(during.vm("node-1").nesting());
        assertEquals("Running", during.vm("node-1").platformState());
    }

    @Test
    void setBackIntoTheHoldItIsGivenBackFromThere() throws Exception {
        VmResult held = new Lab(host).one(Request.Kind.ENABLE, "a", "node-1");
        SimulatedHost during = asItIsNow(host);
        during.reboot();

        assertEquals(VmResult.End.RESTORED, new Lab(during).back(target(held)).end());
        assertFalse(during.vm("node-1").nesting());
        assertEquals("Running", during.vm("node-1").platformState());
    }
}
