package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A VM is believed to be gone when it is missing twice in a row, a minute apart. */
class MissingVmTest {

    private static final Failure GONE = FakeStarter.refused("HVN.VmGone");

    private final JournalFixture fixture = new JournalFixture();
    private JournalEntry entry;

    @BeforeEach
    void end() {
        entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
    }

    private Target retried() {
        fixture.rollback.retry(entry.getId(), "admin");
        return fixture.agents.last().order.request().targets().get(0);
    }

    private void aMinuteLater() {
        fixture.controller.now = fixture.controller.now.plus(Duration.ofMinutes(1));
    }

    @Test
    void theFirstTimeItIsStuckAndTriedAgain() {
        fixture.agents.last().failsEach(GONE);
        assertEquals(StuckReason.VM_GONE, fixture.now(entry).getStuckReason());
        assertEquals(
                fixture.controller.now.plus(Duration.ofMinutes(1)).getEpochSecond(),
                fixture.now(entry).getNextTry().getEpochSecond());
    }

    @Test
    void aRetryAMinuteLaterSaysThatItWasMissingBefore() {
        fixture.agents.last().failsEach(GONE);
        aMinuteLater();
        assertTrue(retried().goneBefore());
    }

    @Test
    void aRetryThatComesSoonerDoesNot() {
        fixture.agents.last().failsEach(GONE);
        assertFalse(retried().goneBefore());
        fixture.agents.last().failsEach(GONE);
        aMinuteLater();
        assertTrue(retried().goneBefore());
    }

    @Test
    void anyOtherAnswerInBetweenBeginsAnew() {
        fixture.agents.last().failsEach(GONE);
        fixture.rollback.retry(entry.getId(), "admin");
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.DoesNotShutDown"));
        aMinuteLater();
        assertFalse(retried().goneBefore());
        fixture.agents.last().failsEach(GONE);
        assertFalse(retried().goneBefore());
    }

    @Test
    void anAgentThatIsNotThereInBetweenBeginsAnew() {
        fixture.agents.last().failsEach(GONE);
        fixture.rollback.retry(entry.getId(), "admin");
        fixture.agents.last().listener.ended(new Outcome(Outcome.Kind.NO_AGENT, null, FakeStarter.refused("")));
        aMinuteLater();
        assertFalse(retried().goneBefore());
    }

    @Test
    void theMinuteGoesOnThroughARestartOfJenkins() {
        fixture.agents.last().failsEach(GONE);
        Instant later = fixture.controller.now.plus(Duration.ofMinutes(1));
        assertTrue(fixture.store.saved.get(entry.getId()).isMissingForGood(later));
    }

    @Test
    void aVmThatIsNotSeenWithoutProofIsNotTakenForGone() {
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.VmNotSeen"));
        assertEquals(StuckReason.FAILED, fixture.now(entry).getStuckReason());
        aMinuteLater();
        assertFalse(retried().goneBefore());
    }

    @Test
    void othersOfItsNameCanBeTold() {
        assertEquals(
                "node-1", fixture.agents.last().order.request().targets().get(0).name());
    }
}
