package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that want something else than who holds a VM: tickets in its lease, in order, as long as they are asked for again. */
class WaitingTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.off());
    private final Lab lab = new Lab(host);

    @BeforeEach
    void oneHoldsItAndAnotherWaits() throws Exception {
        assertEquals(VmResult.End.DONE, ask(Request.Kind.ENABLE, "a").end());
        assertEquals(VmResult.End.WAITING, ask(Request.Kind.DISABLE, "b").end());
    }

    private VmResult ask(Request.Kind kind, String run) throws Exception {
        return lab.one(kind, run, "node-1");
    }

    private Lease lease() {
        return LeaseText.read(host.leaseText(host.vm("node-1").id()).orElseThrow());
    }

    @Test
    void whoWaitsHoldsNothingAndHasATicket() throws Exception {
        VmResult waiting = ask(Request.Kind.DISABLE, "b");

        assertFalse(waiting.held());
        assertFalse(lease().isHeldBy("entry-b-node-1"));
        assertEquals(1, lease().tickets().size());
        assertEquals("entry-b-node-1", lease().tickets().get(0).entry());
    }

    @Test
    void whoWaitsIsToldForWhomAndSinceWhen() throws Exception {
        String since = lease().members().get("entry-a-node-1").since();
        assertEquals(
                List.of("waits for a on a controller (since " + since + ")"),
                ask(Request.Kind.DISABLE, "b").notes());
    }

    @Test
    void whoWaitsHoldsNoProcess() {
        assertEquals(List.of(), host.processes());
    }

    @Test
    void theyTakeTurnsInTheOrderInWhichTheyCame() throws Exception {
        assertEquals(VmResult.End.WAITING, ask(Request.Kind.ENABLE, "c").end());
        ask(Request.Kind.ROLL_BACK, "a");

        assertEquals(VmResult.End.WAITING, ask(Request.Kind.ENABLE, "c").end(), "b came before");
        assertEquals(VmResult.End.DONE, ask(Request.Kind.DISABLE, "b").end());
        assertEquals(VmResult.End.WAITING, ask(Request.Kind.ENABLE, "c").end(), "b holds it");
        ask(Request.Kind.ROLL_BACK, "b");
        assertEquals(VmResult.End.DONE, ask(Request.Kind.ENABLE, "c").end());
        assertEquals(List.of(), lease().tickets());
    }

    @Test
    void nobodyGetsAheadOfOneThatWaitsLongerEvenWhileTheHolderAgrees() throws Exception {
        VmResult third = ask(Request.Kind.ENABLE, "c");

        assertEquals(VmResult.End.WAITING, third.end());
        assertEquals(List.of("waits for b on a controller, which waits longer"), third.notes());
    }

    @Test
    void askingAgainKeepsThePlaceForAsLongAsItTakes() throws Exception {
        for (int i = 0; i < 40; i++) {
            host.advance(15_000);
            ask(Request.Kind.DISABLE, "b");
        }
        assertEquals(1, lease().tickets().size());
        assertEquals(VmResult.End.WAITING, ask(Request.Kind.ENABLE, "c").end());
    }

    @Test
    void askingAgainKeepsThePlaceBeforeThoseWhoCameLater() throws Exception {
        ask(Request.Kind.ENABLE, "c");
        ask(Request.Kind.DISABLE, "b");

        assertEquals(
                List.of("entry-b-node-1", "entry-c-node-1"),
                lease().tickets().stream().map(Lease.Ticket::entry).toList());
    }

    @Test
    void aPlaceThatNobodyAsksForAnyMoreIsLost() throws Exception {
        host.advance(Bounds.TICKET.toMillis() + 1_000);

        assertEquals(VmResult.End.DONE, ask(Request.Kind.ENABLE, "c").end());
    }

    @Test
    void aPlaceIsNotLostEarlierThanThat() throws Exception {
        host.advance(Bounds.TICKET.toMillis() - 1_000);

        assertEquals(VmResult.End.WAITING, ask(Request.Kind.ENABLE, "c").end());
    }

    @Test
    void aPlaceThatWasLostIsDroppedByTheNextWhoWaits() throws Exception {
        host.advance(Bounds.TICKET.toMillis() + 1_000);
        ask(Request.Kind.DISABLE, "d");

        assertEquals(
                List.of("entry-d-node-1"),
                lease().tickets().stream().map(Lease.Ticket::entry).toList());
    }

    @Test
    void aPlaceOfAnotherBootIsLost() throws Exception {
        host.reboot();

        assertEquals(VmResult.End.DONE, ask(Request.Kind.ENABLE, "c").end());
    }

    @Test
    void aTicketThatWantsNothingElseIsInNobodysWay() throws Exception {
        lab.with(Options.defaults().withSpoofing(Options.Spoofing.ON_ALL));

        assertEquals(VmResult.End.DONE, ask(Request.Kind.SPOOF, "c").end());
    }

    @Test
    void anotherEntryOfTheSameRunIsNotHeldUpByItsTicket() throws Exception {
        ask(Request.Kind.ROLL_BACK, "a");
        Holder other = new Holder("another", "b", "controller", "incarnation", "b on a controller");
        Target target = Target.of(VmRef.name("node-1"), other);

        assertEquals(
                VmResult.End.DONE,
                lab.run(Request.Kind.ENABLE, List.of(target), new Faults())
                        .vms()
                        .get(0)
                        .end());
    }

    @Test
    void whoGivesUpWaitingGivesUpItsPlace() throws Exception {
        ask(Request.Kind.ROLL_BACK, "b");

        assertEquals(List.of(), lease().tickets());
        assertEquals(VmResult.End.DONE, ask(Request.Kind.ENABLE, "c").end());
        assertEquals(
                "HVN.HasLeft",
                ask(Request.Kind.DISABLE, "b").failure().details().errorId());
    }

    @Test
    void whoDoesNotWaitFailsAndLeavesNoTicket() throws Exception {
        lab.with(Lab.whenHeldFail());
        VmResult failed = ask(Request.Kind.DISABLE, "c");

        assertEquals("HVN.Held", failed.failure().details().errorId());
        assertFalse(failed.held());
        assertEquals(1, lease().tickets().size());
    }

    @Test
    void whoDoesNotWaitFailsBehindOneThatWaitsAsWell() throws Exception {
        lab.with(Lab.whenHeldFail());
        VmResult failed = ask(Request.Kind.ENABLE, "c");

        assertEquals("HVN.Held", failed.failure().details().errorId());
        assertTrue(failed.failure().sentence().contains("b on a controller"), failed::toString);
    }
}
