package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollbacks of entries that know but the name that was asked for: the controller never heard of their join. */
class LocatingTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    @Test
    void anotherVmOfTheSameNameIsNotTakenForTheOneThatIsGone() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-2", vm -> vm.running()).remove("node-1").vm("node-1", vm -> vm.running());

        VmResult result = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.FAILED, result.end());
        assertTrue(result.held());
        assertEquals("HVN.VmGone", result.failure().details().errorId());
        assertEquals(Optional.empty(), host.leaseText(host.vm("node-1").id()));
    }

    @Test
    void aVmThatWasRenamedIsFoundByTheLeaseThatNamesTheEntry() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").named("node-2");

        VmResult result = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, result.end());
        assertEquals("node-2", result.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseSeen.Problem.class,
            names = {"DAMAGED", "NEWER"})
    void aLeaseThatCannotBeReadMayNameTheEntry(LeaseSeen.Problem problem) throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.spoilLease(host.vm("node-1").id(), problem);
        host.vm("node-1").named("node-2");

        VmResult result = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.FAILED, result.end());
        assertTrue(result.held());
        assertEquals("HVN.LeaseDamaged", result.failure().details().errorId());
    }

    @Test
    void ofTwoEntriesOfOneVmInOneRequestTheSecondWaitsUntilTheFirstIsGivenBack() throws Exception {
        String id = host.vm("node-1").id();
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", id);
        Target byName = Target.of(VmRef.name("node-1"), Lab.holder("a", "node-1"));
        Target byId = Target.of(VmRef.id(id), Lab.holder("b", id));

        List<VmResult> together = lab.run(Request.Kind.ROLL_BACK, List.of(byName, byId), new Faults())
                .vms();
        VmResult alone = lab.back(byId);

        assertEquals(VmResult.End.PASSED_ON, together.get(0).end());
        assertEquals(VmResult.End.WAITING, together.get(1).end());
        assertTrue(together.get(1).held());
        assertEquals(VmResult.End.RESTORED, alone.end());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void aVmThatCannotBeReadKeepsNoOtherOfItsRequestFromBeingGivenBack() throws Exception {
        host.vm("node-2", vm -> vm.running());
        lab.run(Request.Kind.ENABLE, "a", "node-1", "node-2");
        Failure.Busy notRead = new Failure.Busy(new Failure.Details("", "", "", "", "", "HVN.NotRead", "", ""));
        // all of them, then the first by itself
        Faults faults = new Faults().fail("find", 1, notRead).fail("find", 2, notRead);

        List<VmResult> back =
                lab.run(Request.Kind.ROLL_BACK, "a", faults, "node-1", "node-2").vms();

        assertEquals("HVN.NotRead", back.get(0).failure().details().errorId());
        assertTrue(back.get(0).held());
        assertEquals(VmResult.End.RESTORED, back.get(1).end());
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
    }
}
