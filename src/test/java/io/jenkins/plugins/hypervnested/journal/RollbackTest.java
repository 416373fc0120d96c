package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void entriesOfOneHostAreGivenBackInOneRequestThroughTheirAgent() {
        fixture.rollback.giveBack(List.of(fixture.held("job", "node-1"), fixture.held("job", "node-2")));
        FakeStarter.Started only = fixture.agents.only();
        assertEquals(Request.Kind.ROLL_BACK, only.order.request().kind());
        assertEquals(List.of("id-node-1", "id-node-2"), only.asked());
        assertEquals(List.of("agent-1"), only.order.preferredAgents());
    }

    @Test
    void theSavedStateSaysReturningBeforeTheRequestLeaves() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        assertEquals(
                JournalEntry.State.RETURNING,
                fixture.store.saved.get(entry.getId()).getState());
    }

    @Test
    void severalTriggersGiveBackOnce() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.itemDeleted("job");
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void aRestoredEntryIsReturned() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertEquals(
                JournalEntry.State.RETURNED,
                fixture.store.saved.get(entry.getId()).getState());
    }

    @Test
    void anEntryThatOthersStillHoldIsReturnedAndSaysSo() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.PASSED_ON, false);
        List<String> log = fixture.now(entry).getLog();
        assertTrue(log.get(log.size() - 1).endsWith("left to those who still hold it"));
    }

    @Test
    void anEntryThatIsNotToBeRolledBackSaysThatItIsKept() {
        Options keeping = Options.defaults().withRollback(false);
        JournalEntry entry = fixture.entry("job", "node-1", JournalFixture.HOST, keeping);
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        List<String> log = fixture.now(entry).getLog();
        assertTrue(log.get(log.size() - 1).endsWith("kept as it is, as the step said"), log::toString);
    }

    @Test
    void aFailureThatStillHoldsIsStuckWithItsReasonAndIsTriedAgain() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        JournalEntry stuck = fixture.now(entry);
        assertEquals(StuckReason.DOES_NOT_SHUT_DOWN, stuck.getStuckReason());
        assertTrue(stuck.isAlarming());
        assertNotNull(stuck.getNextTry());
    }

    @Test
    void aFailureThatHoldsNothingIsNotOwed() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, false);
        assertFalse(fixture.now(entry).isOpen());
    }

    @Test
    void aHostThatWasRemovedIsStuckAndNotLost() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().listener.ended(new Outcome(Outcome.Kind.NO_HOST, null, FakeStarter.refused("")));
        assertEquals(StuckReason.HOST_REMOVED, fixture.now(entry).getStuckReason());
    }

    @Test
    void anotherMachineBehindTheAddressIsStuckAsWrongMachine() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().fails(FakeStarter.refused("HVN.WrongMachine"));
        assertEquals(StuckReason.WRONG_MACHINE, fixture.now(entry).getStuckReason());
    }

    @Test
    void aMissingAgentAlarmsNobodyAtFirst() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().listener.ended(new Outcome(Outcome.Kind.NO_AGENT, null, FakeStarter.refused("")));
        assertFalse(fixture.now(entry).isAlarming());
        fixture.rollback.agentCame();
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void theWaitDoublesFromAMinuteToAnHour() {
        assertEquals(Duration.ofMinutes(1), Transitions.backOff(1));
        assertEquals(Duration.ofMinutes(2), Transitions.backOff(2));
        assertEquals(Duration.ofMinutes(32), Transitions.backOff(6));
        assertEquals(Duration.ofHours(1), Transitions.backOff(7));
        assertEquals(Duration.ofHours(1), Transitions.backOff(1000));
    }

    @Test
    void whatAnotherRunStandsBeforeIsAskedForAgainAndStaysReturning() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.WAITING, true);
        assertEquals(JournalEntry.State.RETURNING, fixture.now(entry).getState());
        fixture.timer.later.remove().run();
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void whatWaitsForAnotherRunHoldsUpNoStepOfThatRun() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        JournalFixture.Call other = fixture.call("other", "node-1");
        assertEquals(1, fixture.agents.started.size(), "not while it is given back");
        fixture.agents.only().endsAll(VmResult.End.WAITING, true);

        fixture.room.tick(Instant.now());

        assertEquals(Request.Kind.ENABLE, fixture.agents.last().order.request().kind());
        fixture.agents.last().endsAll(VmResult.End.DONE, true);
        assertEquals(JournalEntry.State.HELD, fixture.now(other.entries.get(0)).getState());
    }

    @Test
    void aVmThatWaitsForWhatIsInsideAndThatForAnotherRunHoldsUpNoStepOfThatRun() {
        JournalEntry vm = fixture.held("job", "node-1");
        JournalEntry inside = fixture.heldInside("job", "node-1");
        fixture.rollback.giveBack(List.of(vm, inside));
        fixture.agents.only().endsAll(VmResult.End.WAITING, true);
        assertEquals(JournalEntry.State.RETURNING, fixture.now(vm).getState());

        fixture.call("other", "node-1");

        assertEquals(Request.Kind.ENABLE, fixture.agents.last().order.request().kind());
    }

    @Test
    void waitingForAnotherRunIsNoFailedAttempt() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        for (int i = 0; i < 20; i++) {
            fixture.agents.last().endsAll(VmResult.End.WAITING, true);
            fixture.timer.later.remove().run();
        }
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        assertEquals(1, fixture.now(entry).getAttempts());
    }

    @Test
    void nothingIsGivenBackWhileItIsUndecidedWhichJenkinsIsReal() {
        fixture.controller.frozen = "moved or copied";
        fixture.rollback.giveBack(List.of(fixture.held("job", "node-1")));
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void aVmIsGivenBackAfterWhatIsInsideIt() {
        JournalEntry inner = fixture.held("job", "inner");
        JournalEntry outer = fixture.held("job", "outer");
        fixture.journal.update(outer.getId(), e -> e.dependsOn.add(inner.getId()));
        fixture.journal.update(outer.getId(), e -> e.runGone = true);
        fixture.rollback.giveBack(List.of(outer, inner));
        assertEquals(List.of("id-inner"), fixture.agents.only().asked());
    }

    @Test
    void whatTheRunGrantedIsWhatTheRollbackMay() {
        Options forced = Options.defaults()
                .withRestart(Options.Restart.FORCE)
                .withWaitFor(Options.WaitFor.NONE)
                .withTimeout(Duration.ofMinutes(1))
                .withRestorePower(false);
        JournalEntry entry = fixture.entry("job", "node-1", JournalFixture.HOST, forced);
        fixture.rollback.giveBack(List.of(entry, fixture.held("job", "node-2")));
        assertEquals(2, fixture.agents.started.size());
        Options first = fixture.agents.started.get(0).order.request().options();
        assertEquals(Options.Restart.FORCE, first.restart());
        assertFalse(first.restorePower());
        assertEquals(
                Options.Restart.GRACEFUL,
                fixture.agents.last().order.request().options().restart());
    }

    @Test
    void forgettingNeedsAReasonAndKeepsIt() {
        JournalEntry entry = fixture.held("job", "node-1");
        assertThrows(IllegalArgumentException.class, () -> fixture.rollback.forget(entry.getId(), "admin", "  "));
        fixture.rollback.forget(entry.getId(), "admin", "the VM was deleted");
        JournalEntry forgotten = fixture.store.saved.get(entry.getId());
        assertFalse(forgotten.isOpen());
        assertEquals("the VM was deleted", forgotten.getForgottenReason());
        assertEquals("admin", forgotten.getForgottenBy());
    }

    @Test
    void whatWasForgottenIsNotGivenBack() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.forget(entry.getId(), "admin", "by hand");
        fixture.rollback.retry(entry.getId(), "admin");
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void aRetryTakesNoNoticeOfTheBackOff() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.retry(entry.getId(), "admin");
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void aJobThatMovesIsFollowedAndOthersAreNot() {
        JournalEntry entry = fixture.held("folder/job", "node-1");
        JournalEntry other = fixture.held("folder-2/job", "node-2");
        fixture.rollback.itemMoved("folder", "archive");
        assertEquals("archive/job", fixture.now(entry).getJobName());
        assertEquals("archive/job#1", fixture.now(entry).getRunId());
        assertEquals("folder-2/job", fixture.now(other).getJobName());
    }

    @Test
    void aDeletedFolderGivesBackWhatItsJobsHold() {
        fixture.held("folder/job", "node-1");
        fixture.held("other", "node-2");
        fixture.rollback.itemDeleted("folder");
        assertEquals(List.of("id-node-1"), fixture.agents.only().asked());
    }

    @Test
    void aReturnedEntryHasNoReasonToBeStuckAnyMore() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.retry(entry.getId(), "admin");
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertNull(fixture.now(entry).getStuckReason());
        assertNull(fixture.now(entry).getNextTry());
    }

    @Test
    void aRollbackSaysForHowLongAJoinMayStillBeOnItsWay() {
        fixture.rollback.giveBack(List.of(fixture.held("job", "node-1")));
        Duration joinable =
                fixture.agents.only().order.request().targets().get(0).joinable();
        assertTrue(joinable.compareTo(Options.defaults().timeout()) <= 0, joinable::toString);
        assertTrue(joinable.compareTo(Options.defaults().timeout().minusMinutes(1)) > 0, joinable::toString);
    }
}
