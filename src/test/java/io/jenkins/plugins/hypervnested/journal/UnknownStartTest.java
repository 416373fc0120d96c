package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A lease that was written by another who takes itself for this controller. */
class UnknownStartTest {

    private static final String START = "99999999-8888-7777-6666-555555555555";

    private final JournalFixture fixture = new JournalFixture();

    private static Failure failure() {
        return new Failure.Refused(new Failure.Details(
                "use the lease", "HV-1", "", "not touched", "Decide.", "HVN.UnknownStart", "", "start " + START));
    }

    @Test
    void aRollbackThatMeetsOneFreezesEverythingAndIsStuck() {
        JournalEntry entry = fixture.held("job", "node-1");
        JournalEntry other = fixture.held("other", "node-2");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().failsEach(failure());
        assertEquals(StuckReason.UNKNOWN_START, fixture.now(entry).getStuckReason());
        assertTrue(fixture.now(entry).isAlarming());
        assertEquals(List.of(START), fixture.controller.met);
        fixture.rollback.giveBack(List.of(other));
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void aRequestThatFailsAsAWholeFreezesAsWell() {
        fixture.rollback.giveBack(List.of(fixture.held("job", "node-1")));
        fixture.agents.only().fails(failure());
        assertEquals(List.of(START), fixture.controller.met);
    }

    @Test
    void aStepThatMeetsOneFails() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().failsEach(failure());
        assertEquals(List.of(START), fixture.controller.met);
        assertEquals(
                "HVN.UnknownStart", call.result.vms().get(0).failure().details().errorId());
        assertFalse(fixture.journal.mayAct());
    }

    @Test
    void aSurveyThatMeetsOneFreezes() {
        fixture.surveys.survey(JournalFixture.HOST);
        fixture.agents.only().fails(failure());
        assertEquals(List.of(START), fixture.controller.met);
    }

    @Test
    void whatWasStuckByItIsTriedAtOnceWhenThisTurnsOutToBeTheRealOne() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().failsEach(failure());
        fixture.decisions.confirmMoved();
        assertEquals(2, fixture.agents.started.size());
        assertEquals(JournalEntry.State.RETURNING, fixture.now(entry).getState());
    }

    @Test
    void everyRequestSaysWhoAsks() {
        fixture.rollback.giveBack(List.of(fixture.held("job", "node-1")));
        fixture.call("other", "node-2");
        String us = fixture.controller.instanceId();
        for (FakeStarter.Started started : fixture.agents.started) {
            assertEquals(us, started.order.request().asker().controller());
            assertTrue(started.order.request().asker().starts().contains(fixture.controller.incarnation()));
        }
    }

    @Test
    void otherFailuresNameNone() {
        assertEquals(Optional.empty(), UnknownStart.in(FakeStarter.refused("HVN.LeaseLost")));
        assertEquals(Optional.empty(), UnknownStart.in(null));
    }

    @Test
    void aCopyForgetsWhatItsOriginalHoldsAndTouchesNothing() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.journal.declareCopy("admin");
        assertFalse(fixture.now(entry).isOpen());
        assertEquals("admin", fixture.now(entry).getForgottenBy());
        assertEquals("admin", fixture.store.saved.get(entry.getId()).getForgottenBy());
        assertTrue(fixture.journal.mayAct());
        assertTrue(fixture.agents.started.isEmpty());
    }
}
