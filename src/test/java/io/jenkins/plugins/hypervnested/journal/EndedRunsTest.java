package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedRunsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final JournalFixture fixture = new JournalFixture();
    private final JournalEntry entry = fixture.held("job", "node-1");
    private final Known known = new Known();
    private EndedRuns ended = new EndedRuns(fixture.journal, known);

    private static final class Known implements EndedRuns.Runs {
        private Optional<Boolean> goesOn = Optional.empty();
        private String movedTo;
        private boolean job;
        private boolean broken;
        private int searches;

        @Override
        public Optional<Boolean> goesOn(JournalEntry entry) {
            if (broken) {
                throw new IllegalArgumentException("no id of a run");
            }
            return entry.getJobName().equals(movedTo) ? Optional.of(true) : goesOn;
        }

        @Override
        public Optional<String> whereItMoved(JournalEntry entry) {
            searches++;
            if (broken) {
                throw new NumberFormatException("no number of a run");
            }
            return Optional.ofNullable(movedTo);
        }

        @Override
        public boolean hasJob(String fullName) {
            return job;
        }
    }

    private boolean isEndedAfter(int minutes) {
        return ended.isEnded(fixture.now(entry), NOON.plusSeconds(60L * minutes));
    }

    @Test
    void aRunThatCannotBeFoundHasEndedOnTheThirdLookTenMinutesApart() {
        assertFalse(isEndedAfter(0));
        assertFalse(isEndedAfter(10));
        assertTrue(isEndedAfter(20));
    }

    @Test
    void looksThatComeSoonerCountAsOne() {
        for (int minute = 0; minute < 20; minute++) {
            assertFalse(isEndedAfter(minute), "minute " + minute);
        }
    }

    @Test
    void restartsOfJenkinsDoNotMakeItSooner() {
        for (int minute = 0; minute < 5; minute++) {
            ended = new EndedRuns(fixture.journal, known);
            assertFalse(isEndedAfter(minute), "minute " + minute);
        }
    }

    @Test
    void aRunThatIsFoundAgainIsMissedAnew() {
        isEndedAfter(0);
        isEndedAfter(10);
        known.goesOn = Optional.of(true);
        assertFalse(isEndedAfter(20));
        known.goesOn = Optional.empty();
        assertFalse(isEndedAfter(30));
    }

    @Test
    void aRunWhoseJobIsThereIsLeftToAPerson() {
        known.job = true;
        isEndedAfter(0);
        isEndedAfter(10);
        assertFalse(isEndedAfter(20));
        assertEquals(StuckReason.RUN_NOT_FOUND, fixture.now(entry).getStuckReason());
    }

    @Test
    void aRunWhoseJobWasRenamedWithoutAWordIsFoundUnderItsNewName() {
        known.movedTo = "renamed";
        isEndedAfter(0);
        isEndedAfter(10);
        assertFalse(isEndedAfter(20));
        assertEquals("renamed#1", fixture.now(entry).getRunId());
    }

    @Test
    void aRunThatMovedWhereAnotherJobTookItsNameIsFoundAsWell() {
        known.job = true;
        isEndedAfter(0);
        known.movedTo = "renamed";
        isEndedAfter(10);
        assertEquals("renamed", fixture.now(entry).getJobName());
    }

    @Test
    void whatIsBeingGivenBackNeedsItsRunNoMore() {
        known.job = true;
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertEquals(JournalEntry.State.STUCK, fixture.now(entry).getState());
        assertTrue(isEndedAfter(0), "tried again, though nobody finds its run any more");
    }

    @Test
    void whatAPersonHadTriedAgainIsTriedAgainFromThenOn() {
        known.job = true;
        isEndedAfter(0);
        isEndedAfter(10);
        assertFalse(isEndedAfter(20));
        fixture.rollback.retry(entry.getId(), "somebody");
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertTrue(isEndedAfter(30));
    }

    @Test
    void allJobsAreSearchedForARunOnceInTenMinutesAlsoWhileItIsGivenBack() {
        fixture.journal.update(entry.getId(), Transitions.returning());
        for (int minute = 0; minute < 11; minute++) {
            assertTrue(isEndedAfter(minute), "minute " + minute);
        }
        assertEquals(2, known.searches);
    }

    @Test
    void aRunWhoseLookUpBreaksCannotBeFound() {
        known.broken = true;
        known.job = true;
        isEndedAfter(0);
        isEndedAfter(10);
        assertFalse(isEndedAfter(20));
        assertEquals(StuckReason.RUN_NOT_FOUND, fixture.now(entry).getStuckReason());
    }

    @Test
    void aClockThatIsSetBackDoesNotPutOffTheNextLook() {
        fixture.journal.update(entry.getId(), e -> {
            e.missedSweeps = 2;
            e.lastMissed = NOON.plusSeconds(86_400).toEpochMilli();
        });
        assertTrue(isEndedAfter(0));
    }

    @Test
    void aRunThatWasFoundHasEndedWhenItDoesNotGoOn() {
        known.goesOn = Optional.of(false);
        assertTrue(isEndedAfter(0));
    }
}
