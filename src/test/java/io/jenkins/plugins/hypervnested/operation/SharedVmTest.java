package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedVmTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    @Test
    void theSecondRunChangesNothingAndTheLastOneRestores() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        int changes = host.changes().size();
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        assertEquals(changes, host.changes().size());

        assertEquals(
                VmResult.End.PASSED_ON,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertTrue(host.vm("node-1").nesting());

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "b", "node-1").end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aRunThatWantsTheOppositeWaits() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        VmResult waiting = lab.one(Request.Kind.DISABLE, "b", "node-1");

        assertEquals(VmResult.End.WAITING, waiting.end());
        assertTrue(waiting.notes().get(0).contains("a on a controller"), waiting.notes()::toString);
        assertTrue(host.vm("node-1").nesting());
    }

    @Test
    void whoWaitedGetsItWhenTheHolderHasLeft() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.DISABLE, "b", "node-1");
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(
                VmResult.End.DONE, lab.one(Request.Kind.DISABLE, "b", "node-1").end());
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void nobodyOvertakesWhoWaitsLongerForSomethingElse() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.DISABLE, "b", "node-1");

        VmResult third = lab.one(Request.Kind.ENABLE, "c", "node-1");
        assertEquals(VmResult.End.WAITING, third.end());
        assertTrue(third.notes().get(0).contains("waits longer"), third.notes()::toString);
    }

    @Test
    void whenHeldFailNamesTheHolder() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        VmResult failed = lab.with(Lab.whenHeldFail()).one(Request.Kind.DISABLE, "b", "node-1");

        assertInstanceOf(Failure.Busy.class, failed.failure());
        assertTrue(failed.failure().sentence().contains("a on a controller"));
    }

    @Test
    void entriesOfOneRunNeverBlockOneAnother() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        Target disable = Target.of(VmRef.name("node-1"), new Holder("second", "a", "c", "i", "a"));
        Result off = lab.run(Request.Kind.DISABLE, List.of(disable), new Faults());
        assertEquals(VmResult.End.DONE, off.vms().get(0).end());
        assertFalse(host.vm("node-1").nesting());

        lab.run(Request.Kind.ROLL_BACK, List.of(disable), new Faults());
        assertTrue(host.vm("node-1").nesting(), "the older entry of the run wants it on");
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");
        assertFalse(host.vm("node-1").nesting());
    }

    @Test
    void aJoinThatLandsAfterItsLeaveIsRefused() throws Exception {
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");
        VmResult late = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals("HVN.HasLeft", late.failure().details().errorId());
        assertEquals(List.of(), host.changes());
    }

    @Test
    void whatSomebodyElseChangedIsLeftAloneAndReported() throws Exception {
        SimulatedHost other =
                SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.off().nesting(true));
        Lab otherLab = new Lab(other);
        otherLab.run(Request.Kind.ENABLE, "a", "node-1");
        other.vm("node-1").nesting(false);

        VmResult back = otherLab.one(Request.Kind.ROLL_BACK, "a", "node-1");
        assertEquals(VmResult.End.RESTORED, back.end());
        assertTrue(back.notes().stream().anyMatch(n -> n.contains("changed by somebody else")), back.notes()::toString);
        assertFalse(other.vm("node-1").nesting());
    }

    @Test
    void theNextStepOfARunWhoseVmWasRevertedFailsAndSaysSo() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.vm("node-1").nesting(false);
        int changes = host.changes().size();

        VmResult next = secondStepOf("a");
        assertEquals(VmResult.End.FAILED, next.end());
        assertEquals("HVN.Reverted", next.failure().details().errorId());
        assertFalse(next.held());
        assertEquals(changes, host.changes().size());

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertEquals(changes, host.changes().size());
    }

    @Test
    void theNextStepOfARunWhoseVmIsAsItWasLeftGoesOn() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        assertEquals(VmResult.End.DONE, secondStepOf("a").end());
    }

    private VmResult secondStepOf(String run) throws Exception {
        Holder second = new Holder("second-" + run, run, "controller", "incarnation", run + " on a controller");
        Target target = Target.of(VmRef.name("node-1"), second);
        return lab.run(Request.Kind.ENABLE, List.of(target), new Faults()).vms().get(0);
    }

    @Test
    void aLostLeaseIsStuckUnlessTheVmIsAsItWasFirst() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        host.loseLease(held.id());
        Target target = new Target(VmRef.id(held.id()), Lab.holder("a", "node-1"), held.aspects());

        VmResult lost = lab.run(Request.Kind.ROLL_BACK, List.of(target), new Faults())
                .vms()
                .get(0);
        assertEquals("HVN.LeaseLost", lost.failure().details().errorId());
        assertTrue(lost.held());

        host.vm("node-1").nesting(false);
        VmResult found = lab.run(Request.Kind.ROLL_BACK, List.of(target), new Faults())
                .vms()
                .get(0);
        assertEquals(VmResult.End.RESTORED, found.end());
    }

    @Test
    void aDamagedLeaseIsNeverTakenForNone() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        host.spoilLease(held.id(), LeaseSeen.Problem.DAMAGED);

        Faults counting = new Faults();
        Target target = Target.of(VmRef.id(held.id()), Lab.holder("a", "node-1"));
        VmResult back =
                lab.run(Request.Kind.ROLL_BACK, List.of(target), counting).vms().get(0);
        assertEquals("HVN.LeaseDamaged", back.failure().details().errorId());
        assertTrue(back.held() && host.vm("node-1").nesting());
        assertEquals(0, counting.calls("writeLeases"), "it is not even tried");
    }

    @Test
    void aVmSavedByARebootOfItsHostIsResumedAndPutBack() throws Exception {
        lab.run(Request.Kind.ENABLE, "a", "node-1");
        host.reboot();

        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void aChangeThatIsKeptStaysAndNothingIsHeldAnyMore() throws Exception {
        lab.with(Lab.keeping()).run(Request.Kind.ENABLE, "a", "node-1");
        int changes = host.changes().size();
        VmResult left = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, left.end());
        assertTrue(host.vm("node-1").nesting());
        assertEquals(changes, host.changes().size());
        assertEquals(List.of(), left.aspects());
    }

    @Test
    void whatWasKeptIsWhatTheLastOfTheOthersRestores() throws Exception {
        lab.with(Lab.keeping()).run(Request.Kind.ENABLE, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");
        lab.with(Options.defaults()).run(Request.Kind.ROLL_BACK, "b", "node-1");

        assertTrue(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void anotherMachineBehindTheAddressIsNotTouched() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        MachineIdentity other = new MachineIdentity("11111111-0000-0000-0000-000000000000", "OTHER");
        Request request = new Request(
                Request.Kind.ROLL_BACK,
                List.of(Target.of(VmRef.id(held.id()), Lab.holder("a", "node-1"))),
                Options.defaults(),
                other,
                NameRules.parse(""));
        MachineException thrown = assertThrows(
                MachineException.class, () -> Operations.run(host.connect(), request, NoProgress.INSTANCE));
        assertEquals("HVN.WrongMachine", thrown.failure().details().errorId());
    }

    private enum NoProgress implements Progress {
        INSTANCE;

        @Override
        public void say(String vm, String text) {}

        @Override
        public void joined(String entry, MachineIdentity machine, String id, String name, List<AspectRecord> aspects) {}
    }
}
