package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run holds of one VM by several steps is given back step by step, the last first. */
class RollbackOrderTest {

    private final JournalFixture fixture = new JournalFixture();

    private JournalEntry first;
    private JournalEntry second;

    @BeforeEach
    void hold() {
        first = fixture.held("job", "node-1");
        second = fixture.held("job", "node-1");
    }

    private String asked() {
        return fixture.agents.last().order.request().targets().get(0).holder().entry();
    }

    @Test
    void theLastGoesAloneAndTheFirstFollowsWhenItIsOver() {
        fixture.rollback.giveBack(List.of(first, second));
        assertEquals(1, fixture.agents.started.size());
        assertEquals(second.getId(), asked());
        fixture.agents.last().endsAll(VmResult.End.PASSED_ON, false);
        assertEquals(2, fixture.agents.started.size());
        assertEquals(first.getId(), asked());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertTrue(fixture.journal.openEntries().isEmpty());
    }

    @Test
    void theOneThatFollowsSaysSoInItsLogAndIsReturningMeanwhile() {
        fixture.rollback.giveBack(List.of(first, second));
        fixture.rollback.giveBack(List.of(first, second));
        JournalEntry waiting = fixture.store.saved.get(first.getId());
        assertEquals(JournalEntry.State.RETURNING, waiting.getState());
        assertEquals(1, waiting.getLog().size(), waiting.getLog()::toString);
    }

    @Test
    void theFirstFollowsAlsoWhenTheLastIsStuck() {
        fixture.rollback.giveBack(List.of(first, second));
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        assertEquals(first.getId(), asked());
    }

    @Test
    void theFirstFollowsAlsoWhenAnotherRunStandsBeforeTheLast() {
        fixture.rollback.giveBack(List.of(first, second));
        fixture.agents.last().endsAll(VmResult.End.WAITING, true);
        assertEquals(first.getId(), asked());
        fixture.timer.later.remove().run();
        assertEquals(2, fixture.agents.started.size());
        fixture.agents.last().endsAll(VmResult.End.PASSED_ON, false);
        assertEquals(second.getId(), asked());
    }

    @Test
    void otherVmsOfTheRunDoNotWait() {
        JournalEntry other = fixture.held("job", "node-2");
        fixture.rollback.giveBack(List.of(first, second, other));
        assertEquals(List.of("id-node-1", "id-node-2"), fixture.agents.only().asked());
    }

    @Test
    void whatTwoRunsHoldOfOneVmIsGivenBackSideBySide() {
        JournalEntry other = fixture.held("other", "node-1");
        fixture.rollback.giveBack(List.of(first, other));
        assertEquals(2, fixture.agents.started.size());
    }
}
