package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The controller's clock was a day ahead, and is set right: what was due by it comes all the same. */
class ClockSetBackTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final JournalFixture fixture = new JournalFixture();
    private final Instant right = fixture.controller.now;

    private void ahead() {
        fixture.controller.now = right.plus(DAY);
    }

    private void setRight() {
        fixture.controller.now = right;
    }

    private Recovery recovery() {
        EndedRuns.Runs over = new EndedRuns.Runs() {
            @Override
            public Optional<Boolean> goesOn(JournalEntry entry) {
                return Optional.of(false);
            }

            @Override
            public Optional<String> whereItMoved(JournalEntry entry) {
                return Optional.empty();
            }

            @Override
            public boolean hasJob(String fullName) {
                return true;
            }
        };
        Recovery.Hosts hosts = new Recovery.Hosts() {
            @Override
            public List<HostRef> all() {
                return List.of();
            }

            @Override
            public boolean isReachable(String id) {
                return false;
            }

            @Override
            public boolean isWithoutAgent(String id) {
                return false;
            }
        };
        return new Recovery(() -> fixture.journal, () -> fixture.rollback, () -> fixture.surveys, over, hosts);
    }

    @Test
    void whatIsStuckIsTriedAgain() {
        JournalEntry entry = fixture.held("job", "node-1");
        ahead();
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        recovery().sweep();
        assertEquals(1, fixture.agents.started.size(), "not before its time");

        setRight();
        recovery().sweep();

        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void whoWaitsIsAskedForAgainBeforeItsPlaceIsLost() {
        fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now().minus(DAY));
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void whoWaitsIsToldSo() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().endsAll(VmResult.End.WAITING, false);
        fixture.room.tick(Instant.now());
        int told = call.lines.size();
        fixture.room.tick(Instant.now().minus(DAY));
        assertEquals(told + 1, call.lines.size());
    }

    @Test
    void hostsAreLookedAt() {
        ahead();
        fixture.surveys.sweep(List.of(JournalFixture.HOST), host -> true);
        fixture.agents.only().finds();
        setRight();
        fixture.surveys.sweep(List.of(JournalFixture.HOST), host -> true);
        assertEquals(2, fixture.agents.started.size());
    }

    @Test
    void aHostWithoutAgentIsNamedAfterTenMinutes() {
        fixture.held("job", "node-1");
        fixture.journal.noteAgents(host -> false, right.plus(DAY));
        fixture.journal.noteAgents(host -> false, right);
        assertEquals(List.of("lab-host"), fixture.journal.hostsWithoutAgent(right.plusSeconds(601)));
    }

    @Test
    void aMissingVmIsLookedForAgainAMinuteLaterNotADay() {
        JournalEntry entry = fixture.held("job", "node-1");
        ahead();
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.VmGone"));
        setRight();
        assertFalse(fixture.now(entry).isMissingForGood(right));

        fixture.rollback.retry(entry.getId(), "somebody");
        fixture.agents.last().failsEach(FakeStarter.refused("HVN.VmGone"));

        assertFalse(fixture.now(entry).isMissingForGood(right.plusSeconds(59)));
        assertTrue(fixture.now(entry).isMissingForGood(right.plusSeconds(60)));
    }
}
