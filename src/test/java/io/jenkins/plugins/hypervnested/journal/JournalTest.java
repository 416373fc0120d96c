package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Options;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void anEntryThatCannotBeSavedIsNotIntended() {
        fixture.store.full = true;
        assertThrows(
                IOException.class,
                () -> fixture.journal.intend(
                        UUID.randomUUID().toString(),
                        JournalFixture.run("job"),
                        JournalFixture.HOST,
                        new Intent("node-1", "on", Options.defaults(), List.of())));
        assertTrue(fixture.journal.entries().isEmpty());
    }

    @Test
    void aStepThatGoesOnFindsItsEntry() throws IOException {
        JournalEntry entry = fixture.held("job", "node-1");
        JournalEntry again = fixture.journal.intend(
                entry.getId(),
                JournalFixture.run("job"),
                JournalFixture.HOST,
                new Intent("node-1", "on", Options.defaults(), List.of()));
        assertSame(entry, again);
    }

    @Test
    void theFilesOfAHomeOnWhichAnotherJvmActsAreLeftAlone() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.controller.acting = false;
        // as of a page of the second one, whose entries are those of its start
        fixture.rollback.itemDeleted("job");
        assertFalse(fixture.store.saved.get(entry.getId()).runGone);
        assertTrue(fixture.now(entry).runGone);

        fixture.controller.acting = true;
        fixture.journal.tidy(Instant.now());
        assertTrue(fixture.store.saved.get(entry.getId()).runGone, "saved once the home is ours");
    }

    @Test
    void whatWasGivenOutDoesNotChange() {
        JournalEntry before = fixture.entry("job", "node-1");
        fixture.journal.update(before.getId(), e -> e.state = JournalEntry.State.HELD);
        assertEquals(JournalEntry.State.INTENDED, before.getState());
    }

    @Test
    void aJournalThatIsLoadedAgainKeepsTheOrderOfArrival() {
        JournalEntry first = fixture.entry("job", "node-1");
        JournalEntry second = fixture.entry("job", "node-2");
        MemoryStore reordered = new MemoryStore();
        reordered.saved.put(second.getId(), second);
        reordered.saved.put(first.getId(), first);
        Journal loaded = new Journal(reordered, fixture.controller);
        assertEquals(first.getId(), loaded.entries().get(0).getId());
    }

    @Test
    void closedEntriesAreDroppedAfterAMonthAndOpenOnesNever() {
        JournalEntry open = fixture.held("job", "node-1");
        JournalEntry closed = fixture.held("job", "node-2");
        fixture.journal.update(closed.getId(), Transitions.returned("restored"));
        fixture.journal.tidy(Instant.now().plus(Duration.ofDays(29)));
        assertEquals(2, fixture.journal.entries().size());
        fixture.journal.tidy(Instant.now().plus(Duration.ofDays(31)));
        assertEquals(open.getId(), fixture.journal.entries().get(0).getId());
        assertEquals(1, fixture.store.saved.size());
    }

    @Test
    void listenersHearOfEachChange() {
        AtomicInteger heard = new AtomicInteger();
        fixture.journal.addListener(heard::incrementAndGet);
        fixture.held("job", "node-1");
        assertEquals(2, heard.get());
    }

    @Test
    void anEntrysLogIsBounded() {
        JournalEntry entry = fixture.entry("job", "node-1");
        for (int i = 0; i < 1000; i++) {
            fixture.journal.say(entry.getId(), "line " + i + " " + "x".repeat(2000));
        }
        assertEquals(300, fixture.now(entry).getLog().size());
        assertTrue(fixture.now(entry).getLog().get(299).contains("line 999"));
        assertTrue(fixture.now(entry).getLog().get(299).length() < 700);
    }

    @Test
    void nothingIsBegunBeforeJenkinsIsFullyUp() {
        fixture.controller.starting = true;
        JournalFixture.Call call = fixture.call("job", "node-1");
        assertEquals(List.of(), fixture.agents.started);
        assertEquals(List.of(), call.lines);
        assertFalse(fixture.journal.mayAct());
    }

    @Test
    void whatCouldNotBeSavedIsSavedWhenTheSweepTidiesUp() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.store.full = true;
        fixture.journal.update(entry.getId(), Transitions.returned("restored"));
        fixture.store.full = false;
        fixture.journal.tidy(Instant.now());
        assertEquals(
                JournalEntry.State.RETURNED,
                fixture.store.saved.get(entry.getId()).getState());
    }
}
