package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.GuestLogin;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is inside a VM is given back before the VM. */
class NestingTest {

    private final JournalFixture fixture = new JournalFixture();

    private JournalEntry outer;
    private JournalEntry inner;

    private void nodeWithANetworkInside() {
        outer = fixture.held("job", "node-1");
        inner = fixture.heldInside("job", "node-1");
    }

    private void runEnds() {
        fixture.rollback.giveBack(List.of(outer, inner));
    }

    private JournalEntry now(JournalEntry entry) {
        return fixture.now(entry);
    }

    @Test
    void aVmIsAskedForOnlyWhenWhatIsInsideItWasGivenBack() {
        nodeWithANetworkInside();
        runEnds();
        assertEquals(
                inner.getId(),
                fixture.agents.only().order.request().targets().get(0).holder().entry());
        assertEquals(JournalEntry.State.RETURNING, now(outer).getState());
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertEquals(2, fixture.agents.started.size());
        assertEquals(
                outer.getId(),
                fixture.agents.last().order.request().targets().get(0).holder().entry());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertTrue(fixture.journal.openEntries().isEmpty());
    }

    @Test
    void theSavedEntrySaysWhatItWaitsFor() {
        nodeWithANetworkInside();
        runEnds();
        JournalEntry saved = fixture.store.saved.get(outer.getId());
        assertEquals(List.of(inner.getId()), saved.dependsOn);
        assertTrue(saved.getLog().get(0).contains("VmNAT"), saved.getLog()::toString);
    }

    @Test
    void aVmWhoseInsideIsStuckIsStuckAndNamesIt() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        JournalEntry stuck = now(outer);
        assertEquals(StuckReason.WAITS_FOR, stuck.getStuckReason());
        assertTrue(stuck.getStuckText().contains("VmNAT"), stuck::getStuckText);
        assertTrue(stuck.getStuckText().contains("node-1"), stuck::getStuckText);
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void theOneInsideAlarmsForBothAtFirst() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertTrue(now(inner).isAlarming());
        assertFalse(now(outer).isAlarming());
    }

    @Test
    void aVmThatWaitsInVainIsGivenBackByItselfWhenItsInsideIs() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.retry(inner.getId(), "admin");
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(3, fixture.agents.started.size());
        assertEquals(
                outer.getId(),
                fixture.agents.last().order.request().targets().get(0).holder().entry());
    }

    @Test
    void aVmThatWaitsInVainIsGivenBackWhenItsInsideIsForgotten() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.forget(inner.getId(), "admin", "the guest is lost");
        assertEquals(2, fixture.agents.started.size());
        assertEquals(JournalEntry.State.RETURNING, now(outer).getState());
    }

    @Test
    void whoeverMayCanHaveItGivenBackWithoutWaitingAndThatIsRecorded() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.retry(outer.getId(), "admin");
        assertEquals(1, fixture.agents.started.size());
        fixture.rollback.retryAlone(outer.getId(), "admin");
        assertEquals(2, fixture.agents.started.size());
        assertTrue(
                now(outer).getLog().stream().anyMatch(line -> line.endsWith("by admin") && line.contains("without")),
                now(outer).getLog()::toString);
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(JournalEntry.State.STUCK, now(inner).getState());
        assertFalse(now(outer).isOpen());
    }

    @Test
    void lookingAgainAtOneThatWaitsInVainWritesNothing() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        int lines = now(outer).getLog().size();
        fixture.rollback.giveBack(List.of(outer));
        assertEquals(lines, now(outer).getLog().size());
        assertNull(now(outer).getNextTry());
    }

    @Test
    void aVmThatTheRunStillHoldsIsNotGivenBackBecauseItsInsideWas() {
        nodeWithANetworkInside();
        fixture.rollback.giveBack(List.of(inner));
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertEquals(1, fixture.agents.started.size());
        assertEquals(JournalEntry.State.HELD, now(outer).getState());
    }

    @Test
    void whatCameToTheVmLaterWaitsAsWell() {
        inner = fixture.heldInside("job", "node-1");
        outer = fixture.held("job", "node-1");
        runEnds();
        assertEquals(
                inner.getId(),
                fixture.agents.only().order.request().targets().get(0).holder().entry());
    }

    @Test
    void ofTwoInsideOneVmTheLaterIsGivenBackFirst() {
        outer = fixture.heldInside("job", "node-1");
        inner = fixture.heldInside("job", "node-1");
        runEnds();
        assertEquals(
                inner.getId(),
                fixture.agents.only().order.request().targets().get(0).holder().entry());
    }

    @Test
    void whatAnotherRunHoldsInsideIsNotWaitedForHere() {
        outer = fixture.held("job", "node-1");
        inner = fixture.heldInside("other", "node-1");
        assertTrue(now(outer).dependsOn.isEmpty());
    }

    @Test
    void whatIsInsideAnotherVmIsNotWaitedFor() {
        outer = fixture.held("job", "node-1");
        inner = fixture.heldInside("job", "node-2");
        assertTrue(now(outer).dependsOn.isEmpty());
    }

    @Test
    void aGuestOfTheHostsOwnNetworkIsGivenBackAfterIt() {
        outer = fixture.held("job", "node-1");
        JournalEntry other = fixture.held("job", "node-2");
        inner = fixture.inside("job", "", "node-1");
        assertEquals(List.of(inner.getId()), now(outer).dependsOn);
        assertTrue(now(other).dependsOn.isEmpty());
    }

    @Test
    void aGuessThatTwoNamesMeanOneVmIsDroppedWhenBothAreKnown() {
        outer = fixture.entry("job", "0c9a4f1e-6d7b-4b7e-9a55-0f9d8b7a6c5d");
        inner = fixture.inside("job", "node-1");
        assertEquals(List.of(inner.getId()), now(outer).dependsOn);
        fixture.journal.update(outer.getId(), e -> {
            e.vmId = "0c9a4f1e-6d7b-4b7e-9a55-0f9d8b7a6c5d";
            e.vmName = "node-2";
        });
        Nesting.link(fixture.journal, outer.getId());
        assertTrue(now(outer).dependsOn.isEmpty());
    }

    @Test
    void aRequestForWhatIsInsideHasWhatWasWantedAndWhereItsLoginsAre() {
        nodeWithANetworkInside();
        JournalEntry second = fixture.heldInside("job", "node-2");
        fixture.rollback.giveBack(List.of(inner, second));
        assertEquals(2, fixture.agents.started.size());
        FakeStarter.Started first = fixture.agents.started.get(0);
        Options options = first.order.request().options();
        assertEquals("10.0.0.0/24", options.inside().nat().prefix());
        assertEquals(List.of(new GuestLogin("guest", "guest", "guest-id", "job#1", 1000, "job")), first.order.logins());
    }

    @Test
    void theLoginsOfAJobThatMovedAreLookedUpWhereItIsNow() {
        nodeWithANetworkInside();
        fixture.rollback.itemMoved("job", "team/job");
        runEnds();
        assertEquals(
                List.of(new GuestLogin("guest", "guest", "guest-id", "team/job#1", 1000, "team/job")),
                fixture.agents.only().order.logins());
    }

    @Test
    void credentialsThatAreGoneAreStuckAndTriedAgain() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.only().endsWithoutCredentials();
        assertEquals(StuckReason.CREDENTIALS_GONE, now(inner).getStuckReason());
        assertTrue(now(inner).getNextTry().isAfter(Instant.now()));
        assertEquals(StuckReason.WAITS_FOR, now(outer).getStuckReason());
    }

    @Test
    void aCallOnAVmWaitsForAnEarlierOneInsideIt() {
        fixture.inside("job", "node-1");
        fixture.call("job", "node-1");
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void aCallOnAVmWaitsForAnEarlierOneOnANetworkThatItIsAGuestOf() {
        fixture.inside("job", "", "node-1");
        fixture.call("job", "node-1");
        fixture.call("job", "node-2");
        assertEquals(List.of("node-2"), fixture.agents.only().asked());
    }

    @Test
    void theMachineItselfIsAskedForAsSuch() {
        inner = fixture.heldInside("job", "");
        fixture.rollback.giveBack(List.of(inner));
        assertEquals(
                VmRef.MACHINE,
                fixture.agents.only().order.request().targets().get(0).vm());
    }

    @Test
    void credentialsCanBeReplacedAndThatIsRecorded() {
        nodeWithANetworkInside();
        runEnds();
        fixture.agents.only().endsWithoutCredentials();
        fixture.rollback.retryWith(inner.getId(), "guest", "new-id", "admin");
        assertEquals(
                List.of(new GuestLogin("guest", "new-id", "new-id", "job#1", 1000, "job")),
                fixture.agents.last().order.logins());
        assertTrue(
                now(inner).getLog().stream().anyMatch(line -> line.contains("'new-id', by admin")),
                now(inner).getLog()::toString);
    }

    @Test
    void whatIsOnAHostThatIsItselfAVmIsInsideThatVm() {
        outer = fixture.held("job", "node-1");
        JournalEntry other = fixture.held("job", "node-2");
        HostRef node = new HostRef("node-host", "node-1 as a host", "host-id/node-1");
        inner = fixture.entry("job", node, new Intent("nested", "on", Options.defaults(), List.of()));
        assertEquals(List.of(inner.getId()), now(outer).dependsOn);
        assertTrue(now(other).dependsOn.isEmpty());
        assertTrue(now(inner).dependsOn.isEmpty());
    }

    @Test
    void twoHostsThatSayTheyRunOnOneAnotherDoNotWaitForEver() {
        HostRef one = new HostRef("one", "one", "two/a");
        HostRef two = new HostRef("two", "two", "one/b");
        outer = fixture.entry("job", one, new Intent("b", "on", Options.defaults(), List.of()));
        inner = fixture.entry("job", two, new Intent("a", "on", Options.defaults(), List.of()));
        assertEquals(1, now(outer).dependsOn.size() + now(inner).dependsOn.size());
    }
}
