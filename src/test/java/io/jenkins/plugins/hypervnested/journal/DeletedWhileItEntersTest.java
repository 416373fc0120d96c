package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import org.junit.jupiter.api.Test;

/** A run is deleted while its step is at work: two operations of one entry are under way, and only the rollback's end counts. */
class DeletedWhileItEntersTest {

    private final JournalFixture fixture = new JournalFixture();
    private final JournalFixture.Call call = fixture.call("job", "node-1");
    private final JournalEntry entry = call.entries.get(0);
    private final FakeStarter.Started step = fixture.agents.only();

    private JournalEntry.State state() {
        return fixture.now(entry).getState();
    }

    @Test
    void theStepsEndDoesNotCloseWhatIsBeingGivenBack() {
        fixture.rollback.itemDeleted("job");
        step.endsAll(VmResult.End.FAILED, false);
        assertEquals(JournalEntry.State.RETURNING, state());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(JournalEntry.State.RETURNED, state());
    }

    @Test
    void theStepsSuccessDoesNotTakeBackWhatIsBeingGivenBack() {
        fixture.rollback.itemDeleted("job");
        step.endsAll(VmResult.End.DONE, true);
        assertEquals(JournalEntry.State.RETURNING, state());
    }

    @Test
    void aStepThatNeverReachedItsAgentDoesNotCloseWhatIsBeingGivenBack() {
        fixture.rollback.itemDeleted("job");
        step.endsWithoutCredentials();
        assertEquals(JournalEntry.State.RETURNING, state());
    }

    @Test
    void whatWasGivenBackStaysSoWhateverComesLater() {
        fixture.rollback.itemDeleted("job");
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        step.endsAll(VmResult.End.DONE, true);
        assertEquals(JournalEntry.State.RETURNED, state());
    }

    @Test
    void whatGotStuckStaysStuckWhateverTheStepSays() {
        fixture.rollback.itemDeleted("job");
        fixture.agents.last().fails(FakeStarter.refused("HVN.DoesNotShutDown"));
        step.endsAll(VmResult.End.FAILED, false);
        assertEquals(JournalEntry.State.STUCK, state());
    }
}
