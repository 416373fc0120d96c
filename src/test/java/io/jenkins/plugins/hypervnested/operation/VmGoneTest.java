package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollbacks of VMs that are not there any more: deleted, made anew, exported and imported, or moved. */
class VmGoneTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);
    private VmResult held;

    static Target missing(String id, String run, boolean before) {
        return missing(id, run, before, List.of(), Duration.ZERO);
    }

    private static Target missing(
            String id, String run, boolean before, List<AspectRecord> recorded, Duration joinable) {
        return new Target(VmRef.id(id), Lab.holder(run, "node-1"), recorded, joinable, false, before, "node-1");
    }

    @BeforeEach
    void aRunHoldsIt() throws Exception {
        held = lab.one(Request.Kind.ENABLE, "a", "node-1");
    }

    private VmResult back(boolean before) throws MachineException, InterruptedException {
        return lab.back(missing(held.id(), "a", before, held.aspects(), Duration.ZERO));
    }

    @Test
    void aVmThatIsMissingOnceIsNotBelievedToBeGone() throws Exception {
        host.remove("node-1");
        int events = host.events().size();
        VmResult result = back(false);

        assertEquals("HVN.VmGone", result.failure().details().errorId());
        assertTrue(result.held());
        assertEquals(events, host.events().size());
    }

    @Test
    void aVmThatIsMissingAgainCountsAsGivenBackAndItsLeaseIsDropped() throws Exception {
        host.remove("node-1");
        VmResult result = back(true);

        assertEquals(VmResult.End.RESTORED, result.end());
        assertFalse(result.held());
        assertTrue(result.notes().get(0).contains("'node-1' (" + held.id() + ") is gone"), result.notes()::toString);
        assertEquals(Optional.empty(), host.leaseText(held.id()));
    }

    @Test
    void whileAJoinMayBeOnItsWayThatTheEntryLeftIsRemembered() throws Exception {
        host.remove("node-1");
        VmResult result = lab.back(missing(held.id(), "a", true, held.aspects(), Duration.ofMinutes(5)));

        assertEquals(VmResult.End.RESTORED, result.end());
        Lease rest = LeaseText.read(host.leaseText(held.id()).orElseThrow());
        assertTrue(rest.hasLeft("entry-a-node-1"));
        assertEquals(List.of(), rest.aspects());
    }

    @Test
    void whoMayNotSeeAllVmsProvesNothing() throws Exception {
        host.remove("node-1").notAdministrator();
        VmResult result = back(true);

        assertEquals("HVN.VmNotSeen", result.failure().details().errorId());
        assertTrue(result.held());
    }

    @Test
    void aVmOfItsNameThatWasMadeAnewIsToldAndNeverTouched() throws Exception {
        host.vm("other", vm -> vm.off()).remove("node-1").vm("node-1", vm -> vm.running());
        int changes = host.changes().size();
        VmResult result = back(true);

        String made = host.vm("node-1").id();
        assertEquals(VmResult.End.RESTORED, result.end());
        assertTrue(result.notes().stream().anyMatch(n -> n.contains(made)), result.notes()::toString);
        assertEquals(changes, host.changes().size());
        assertEquals(Optional.empty(), host.leaseText(made));
    }

    @Test
    void aVmThatWasImportedWithAnotherIdKeepsWhatItWasExportedWith() throws Exception {
        host.vm("other", vm -> vm.off())
                .remove("node-1")
                .vm("node-1", vm -> vm.off().nesting(true));
        VmResult result = back(true);

        assertEquals(VmResult.End.RESTORED, result.end());
        assertTrue(host.vm("node-1").nesting());
        assertTrue(result.notes().stream().anyMatch(n -> n.contains("was not touched")), result.notes()::toString);
    }

    @Test
    void aVmThatComesBackWithItsIdIsPutBack() throws Exception {
        SimulatedVm vm = host.vm("node-1");
        host.remove("node-1");
        assertEquals("HVN.VmGone", back(false).failure().details().errorId());
        host.bringBack(vm);

        assertEquals(VmResult.End.RESTORED, back(true).end());
        assertFalse(vm.nesting());
    }

    @Test
    void aVmThatWasMovedToAnotherHostIsGoneHereAndWhatItTookAlongIsTold() throws Exception {
        host.remove("node-1");
        VmResult result = back(true);

        assertTrue(
                result.notes().get(0).contains("moved to another host, it still has nesting on, which was off"),
                result.notes()::toString);
    }

    @Test
    void aVmThatWasRenamedIsPutBackByItsId() throws Exception {
        host.vm("node-1").named("renamed");
        VmResult result = back(false);

        assertEquals(VmResult.End.RESTORED, result.end());
        assertEquals("renamed", result.name());
        assertFalse(host.vm("renamed").nesting());
    }

    @Test
    void othersWhoHoldItKeepTheirPlaceInItsLease() throws Exception {
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        host.remove("node-1");
        VmResult first = back(true);

        assertTrue(first.notes().stream().anyMatch(n -> n.contains("b on a controller")), first.notes()::toString);
        assertTrue(LeaseText.read(host.leaseText(held.id()).orElseThrow()).isHeldBy("entry-b-node-1"));

        assertEquals(
                VmResult.End.RESTORED, lab.back(missing(held.id(), "b", true)).end());
        assertEquals(Optional.empty(), host.leaseText(held.id()));
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseSeen.Problem.class,
            names = {"DAMAGED", "NEWER"})
    void aLeaseThatCannotBeReadIsLeftWhereItIs(LeaseSeen.Problem problem) throws Exception {
        host.spoilLease(held.id(), problem);
        host.remove("node-1");
        VmResult result = back(true);

        assertEquals(VmResult.End.RESTORED, result.end());
        assertTrue(result.notes().stream().anyMatch(n -> n.contains("cannot be read")), result.notes()::toString);
        assertTrue(host.leaseText(held.id()).isPresent());
    }

    @Test
    void aVmThatNobodyEverJoinedUnderItsNameIsFinishedAtOnce() throws Exception {
        host.remove("node-1");
        Target unheard = Target.of(VmRef.name("node-1"), Lab.holder("b", "node-1"));
        assertEquals(VmResult.End.RESTORED, lab.back(unheard).end());
    }

    @Test
    void anEntryWhoseJoinTheJournalNeverHeardOfEndsInTheSameWay() throws Exception {
        host.remove("node-1");
        Target unheard = new Target(
                VmRef.name("node-1"), Lab.holder("a", "node-1"), List.of(), Duration.ZERO, false, true, "node-1");
        VmResult result = lab.back(unheard);

        assertEquals(VmResult.End.RESTORED, result.end());
        assertEquals(held.id(), result.id());
        assertEquals(Optional.empty(), host.leaseText(held.id()));
    }
}
