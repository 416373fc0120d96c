package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people decide, and what a new configuration does by itself. */
class DecisionsTest {

    private final JournalFixture fixture = new JournalFixture();
    private JournalEntry entry;

    @BeforeEach
    void end() {
        entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
    }

    private Target asked() {
        return fixture.agents.last().order.request().targets().get(0);
    }

    private void isWithoutHost() {
        fixture.agents.last().listener.ended(new Outcome(Outcome.Kind.NO_HOST, null, FakeStarter.refused("")));
    }

    @Test
    void aLostLeaseIsRestoredFromTheJournalOnlyWhenSomebodySaysSo() {
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.LeaseLost"));
        assertEquals(StuckReason.LEASE_LOST, fixture.now(entry).getStuckReason());
        fixture.rollback.retry(entry.getId(), "admin");
        assertFalse(asked().fromJournal());
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.LeaseLost"));
        fixture.decisions.restoreFromJournal(entry.getId(), "admin");
        assertTrue(asked().fromJournal());
        assertTrue(fixture.now(entry).getLog().stream().anyMatch(line -> line.endsWith("the journal, by admin")));
    }

    @Test
    void whatWasSaidOnceHoldsForTheRetriesAfterIt() {
        fixture.decisions.restoreFromJournal(entry.getId(), "admin");
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.LeaseLost"));
        fixture.decisions.restoreFromJournal(entry.getId(), "admin");
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.DoesNotShutDown"));
        fixture.rollback.retry(entry.getId(), "admin");
        assertTrue(asked().fromJournal());
    }

    @Test
    void whatWasGivenBackIsNotRestoredAgain() {
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        fixture.decisions.restoreFromJournal(entry.getId(), "admin");
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void aHostThatIsConfiguredAgainUnderItsIdIsTriedAtOnce() {
        isWithoutHost();
        fixture.rollback.hostsChanged("host-id"::equals);
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void aHostThatIsStillNotThereIsNotTried() {
        isWithoutHost();
        fixture.rollback.hostsChanged("another"::equals);
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void whatNoConfigurationPutsRightIsNotTriedAgainByOne() {
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.LeaseLost"));
        fixture.rollback.hostsChanged(host -> true);
        assertEquals(1, fixture.agents.started.size());
    }
}
