package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepCallTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void entriesAreSavedAsIntendedBeforeAnythingIsSent() {
        JournalEntry entry = fixture.entry("job", "node-1");
        assertTrue(fixture.agents.started.isEmpty());
        assertEquals(
                JournalEntry.State.INTENDED,
                fixture.store.saved.get(entry.getId()).getState());
    }

    @Test
    void allVmsOfACallGoInOneRequest() {
        fixture.call("job", "node-1", "node-2", "node-3");
        assertEquals(
                List.of("node-1", "node-2", "node-3"), fixture.agents.only().asked());
    }

    @Test
    void anEntryIsHeldAsSoonAsTheLeaseNamesIt() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().joinsAll();
        JournalEntry saved = fixture.store.saved.get(call.entries.get(0).getId());
        assertEquals(JournalEntry.State.HELD, saved.getState());
        assertEquals("id-node-1", saved.getVmId());
        assertEquals("8a6d", saved.getMachineUuid());
        assertEquals("off", saved.getAspects().get(0).getFirst());
    }

    @Test
    void theAgentIsRememberedForTheRollback() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().listener.sending("agent-7");
        assertEquals(
                "agent-7", fixture.store.saved.get(call.entries.get(0).getId()).getAgentName());
    }

    @Test
    void aCallThatHoldsNothingLeavesNothingOpen() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.FAILED, false);
        assertFalse(fixture.now(call.entries.get(0)).isOpen());
        assertNull(call.result.trouble());
    }

    @Test
    void aFailureThatStillHoldsLeavesTheEntryOpen() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertEquals(JournalEntry.State.HELD, fixture.now(call.entries.get(0)).getState());
    }

    @Test
    void whatNeverReachedTheMachineIsNotOwed() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().listener.ended(new Outcome(Outcome.Kind.NO_AGENT, null, FakeStarter.refused("")));
        assertFalse(fixture.now(call.entries.get(0)).isOpen());
        assertEquals(Outcome.Kind.NO_AGENT, call.result.trouble().kind());
    }

    @Test
    void aCallThatWasSentBeforeARestartStaysOwedWhenNoAgentIsThereAfterIt() {
        JournalFixture.Call call = fixture.call(true, "job", "node-1");
        fixture.agents.only().listener.ended(new Outcome(Outcome.Kind.NO_AGENT, null, FakeStarter.refused("")));
        assertTrue(fixture.now(call.entries.get(0)).isOpen());
    }

    @Test
    void aFailureAfterARestartIsNoProofThatNothingIsOwed() {
        JournalFixture.Call call = fixture.call(true, "job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.FAILED, false);
        assertTrue(fixture.now(call.entries.get(0)).isOpen());
    }

    @Test
    void aLostAgentLeavesTheEntryOpenAndEndsTheCall() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().listener.ended(new Outcome(Outcome.Kind.LOST, null, FakeStarter.refused("")));
        assertTrue(fixture.now(call.entries.get(0)).isOpen());
        assertEquals(Outcome.Kind.LOST, call.result.trouble().kind());
    }

    @Test
    void callsOfOneRunOnOneVmGoInOrderOfArrival() {
        fixture.call("job", "node-1");
        JournalFixture.Call second = fixture.call("job", "node-1");
        assertEquals(1, fixture.agents.started.size());
        assertEquals(1, second.lines.size());
        fixture.agents.only().endsAll(VmResult.End.DONE, true);
        fixture.room.tick(Instant.now());
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void callsOfOneRunOnDifferentVmsGoSideBySide() {
        fixture.call("job", "node-1");
        fixture.call("job", "node-2");
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void callsOfTwoRunsOnOneVmGoSideBySideBecauseTheLeaseKeepsThemApart() {
        fixture.call("one", "node-1");
        fixture.call("two", "node-1");
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void aCallWaitsWhileTheVmIsBeingGivenBack() {
        JournalEntry old = fixture.held("old", "node-1");
        fixture.rollback.giveBack(List.of(old));
        fixture.call("new", "node-1");
        assertEquals(1, fixture.agents.started.size());
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        fixture.room.tick(Instant.now());
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void whoHasToWaitIsAskedAgainAfterFifteenSecondsForTheSameEntry() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        Instant before = Instant.now();
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(before.plusSeconds(10));
        assertEquals(1, fixture.agents.started.size());
        fixture.room.tick(Instant.now().plusSeconds(16));
        assertEquals(2, fixture.agents.started.size());
        assertEquals(
                call.entries.get(0).getId(),
                fixture.agents.last().order.request().targets().get(0).holder().entry());
        fixture.agents.last().endsAll(VmResult.End.DONE, true);
        assertEquals(VmResult.End.DONE, call.result.vms().get(0).end());
    }

    @Test
    void theLogSaysWhomACallWaitsForAtMostEveryTenSeconds() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        Instant now = Instant.now();
        for (int second = 0; second < 10; second++) {
            fixture.room.tick(now.plusSeconds(second));
        }
        assertEquals(1, call.lines.size());
        fixture.room.tick(now.plusSeconds(10));
        assertEquals(2, call.lines.size());
    }

    @Test
    void twoThatWaitForDifferentVmsAreAskedInOneRequest() {
        fixture.call("one", "node-1");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        fixture.call("two", "node-2");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now().plusSeconds(16));
        assertEquals(3, fixture.agents.started.size());
        assertEquals(List.of("node-1", "node-2"), fixture.agents.last().asked());
    }

    @Test
    void twoThatWaitForOneVmAreAskedOneAfterTheOther() {
        fixture.call("one", "node-1");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        fixture.call("two", "node-1");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now().plusSeconds(16));
        assertEquals(3, fixture.agents.started.size());
        assertEquals(List.of("node-1"), fixture.agents.last().asked());
        fixture.room.tick(Instant.now().plusSeconds(17));
        assertEquals(3, fixture.agents.started.size());
        fixture.agents.last().endsAll(VmResult.End.DONE, true);
        fixture.room.tick(Instant.now().plusSeconds(18));
        assertEquals(4, fixture.agents.started.size());
    }

    @Test
    void twoThatWaitForOneVmByItsNameAndByItsIdAreAskedOneAfterTheOther() {
        String id = "11111111-2222-3333-4444-555555555555";
        fixture.call("one", "node-1");
        fixture.agents.last().waits(id);
        fixture.call("two", id);
        fixture.agents.last().waits(id);
        fixture.room.tick(Instant.now().plusSeconds(16));
        assertEquals(List.of("node-1"), fixture.agents.last().asked());
        fixture.agents.last().endsAll(VmResult.End.DONE, true);
        fixture.room.tick(Instant.now().plusSeconds(17));
        assertEquals(List.of(id), fixture.agents.last().asked());
    }

    @Test
    void whatAnEarlierAskingHeldIsOwedThoughTheNextOneFailsAndCannotTell() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().joinsAll();
        fixture.agents.only().endsAll(VmResult.End.WAITING, true);
        fixture.room.tick(Instant.now().plusSeconds(16));
        // as of a lease that was damaged meanwhile
        fixture.agents.last().endsAll(VmResult.End.FAILED, false);
        assertEquals(JournalEntry.State.HELD, fixture.now(call.entries.get(0)).getState());
        assertNotNull(call.result);
    }

    @Test
    void anAbortEndsTheOperationAndTheCallEndsWhenThatIsConfirmed() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        call.call.cancel();
        assertEquals(1, fixture.agents.only().cancels);
        assertNull(call.result);
        fixture.agents.only().listener.ended(Outcome.cancelled());
        assertEquals(Outcome.Kind.CANCELLED, call.result.trouble().kind());
        assertTrue(fixture.now(call.entries.get(0)).isOpen());
    }

    @Test
    void anAbortOfACallThatWaitsForOthersEndsItAtOnce() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        call.call.cancel();
        assertNotNull(call.result);
        fixture.room.tick(Instant.now().plusSeconds(16));
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void anAbortBeforeItsTurnLeavesNothingOwed() {
        fixture.call("job", "node-1");
        JournalFixture.Call second = fixture.call("job", "node-1");
        second.call.cancel();
        assertFalse(fixture.now(second.entries.get(0)).isOpen());
    }

    @Test
    void oneWhoLeavesDoesNotEndAnAskingThatOthersNeed() {
        JournalFixture.Call one = fixture.call("one", "node-1");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        JournalFixture.Call two = fixture.call("two", "node-2");
        fixture.agents.last().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now().plusSeconds(16));
        one.call.cancel();
        assertEquals(0, fixture.agents.last().cancels);
        two.call.cancel();
        assertEquals(1, fixture.agents.last().cancels);
    }

    @Test
    void aCallThatWaitsPastItsTimeoutFailsAndNamesWhoHoldsTheVm() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(fixture.deadline.plusSeconds(1));
        assertTrue(call.result.trouble().failure().sentence().contains("held by other #7"));
    }

    @Test
    void anOperationThatOverrunsItsBoundIsEndedAndCountsAsTimedOut() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.room.tick(fixture.deadline.plusSeconds(31));
        assertEquals(1, fixture.agents.only().cancels);
        fixture.agents.only().listener.ended(Outcome.cancelled());
        assertEquals("timed out", call.result.trouble().failure().kind());
    }

    @Test
    void linesThatEveryAskingRepeatsAreSaidOnce() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().listener.progress("", "INFORMS intel-host: seen");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now().plusSeconds(16));
        fixture.agents.last().listener.progress("", "INFORMS intel-host: seen");
        assertEquals(
                1, call.lines.stream().filter(l -> l.contains("intel-host")).count());
    }

    @Test
    void nothingIsBegunWhileAnotherJvmActsOnTheHome() {
        fixture.controller.acting = false;
        JournalFixture.Call call = fixture.call("job", "node-1");
        assertTrue(fixture.agents.started.isEmpty());
        assertEquals(1, call.lines.size());
    }
}
