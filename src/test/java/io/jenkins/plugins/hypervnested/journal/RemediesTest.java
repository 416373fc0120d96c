package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an attempt needs comes while it is just failing for lack of it. */
class RemediesTest {

    private final JournalFixture fixture = new JournalFixture();
    private final JournalEntry entry = fixture.held("job", "node-1");

    private void attemptFindsNoAgent() {
        fixture.agents.last().listener.ended(new Outcome(Outcome.Kind.NO_AGENT, null, FakeStarter.refused("")));
    }

    @Test
    void anAgentThatComesWhileAnAttemptFindsNoneIsTried() {
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.agentCame();
        attemptFindsNoAgent();
        assertEquals(2, fixture.agents.started.size());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(JournalEntry.State.RETURNED, fixture.now(entry).getState());
    }

    /** It is stuck then, and counts as under way nevertheless. */
    @Test
    void anAgentThatComesBetweenTheFailureOfAnAttemptAndItsEndIsTried() {
        fixture.rollback.giveBack(List.of(entry));
        AtomicBoolean came = new AtomicBoolean();
        fixture.journal.addListener(() -> {
            if (fixture.now(entry).getState() == JournalEntry.State.STUCK && came.compareAndSet(false, true)) {
                fixture.rollback.agentCame();
            }
        });
        attemptFindsNoAgent();
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void hostsThatAreSavedWhileAnAttemptFindsNoneAreTried() {
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.hostsChanged(host -> true);
        attemptFindsNoAgent();
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void anAttemptThatFailsAgainWithNothingNewStaysStuck() {
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.agentCame();
        attemptFindsNoAgent();
        attemptFindsNoAgent();
        assertEquals(2, fixture.agents.started.size());
        assertEquals(JournalEntry.State.STUCK, fixture.now(entry).getState());
    }

    @Test
    void whatCameBeforeAnAttemptIsNoReasonToRepeatIt() {
        fixture.rollback.agentCame();
        fixture.rollback.giveBack(List.of(entry));
        attemptFindsNoAgent();
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void anAgentIsNoReasonToRepeatWhatFailedForSomethingElse() {
        fixture.rollback.giveBack(List.of(entry));
        fixture.rollback.agentCame();
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.Refused"));
        assertEquals(1, fixture.agents.started.size());
        assertEquals(JournalEntry.State.STUCK, fixture.now(entry).getState());
    }
}
