package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollback that was cut off after it left, and goes on only when the lease has forgotten who left: nothing of it is lost. */
class LeftLongAgoTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    private static Target target(VmResult held) {
        return new Target(VmRef.id(held.id()), Lab.holder("a", "node-1"), held.aspects(), Duration.ZERO);
    }

    private VmResult heldAndLeftLongAgo() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        Faults faults = new Faults().after("writeLeases", 1, Faults.Kind.UNREACHABLE);
        assertThrows(MachineException.class, () -> lab.run(Request.Kind.ROLL_BACK, List.of(target(held)), faults));
        host.advance(Duration.ofHours(3).toMillis());
        return held;
    }

    @Test
    void whatWasNotRestoredYetIsRestored() throws Exception {
        VmResult back = lab.back(target(heldAndLeftLongAgo()));

        assertEquals(VmResult.End.RESTORED, back.end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
        assertEquals(List.of(), back.notes());
    }

    @Test
    void whatAnotherRunHoldsByNowIsPassedOn() throws Exception {
        VmResult held = heldAndLeftLongAgo();
        lab.one(Request.Kind.ENABLE, "b", "node-1");
        VmResult back = lab.back(target(held));

        assertEquals(VmResult.End.PASSED_ON, back.end());
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void aLeaseThatOtherChangesBeganWithKnowsNothingOfOurs() throws Exception {
        VmResult held = heldAndLeftLongAgo();
        host.loseLease(held.id());
        lab.one(Request.Kind.ENABLE, "b", "node-1");
        VmResult back = lab.back(target(held));

        assertEquals("HVN.LeaseLost", back.failure().details().errorId());
    }
}
