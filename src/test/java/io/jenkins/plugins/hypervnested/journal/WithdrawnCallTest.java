package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawnCallTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void aCallThatDoesNotComeAboutOwesNothingAndHoldsUpNoLaterOne() {
        JournalEntry entry = fixture.entry("job", "node-1");
        fixture.journal.withdraw(List.of(entry.getId(), "one that was never made"), false);
        assertFalse(fixture.now(entry).isOpen());
        fixture.call("job", "node-1");
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void aCallThatIsRefusedAfterARestartStaysOwedAndHoldsUpNoLaterOne() {
        JournalEntry entry = fixture.entry("job", "node-1");
        fixture.journal.withdraw(List.of(entry.getId()), true);
        assertTrue(fixture.now(entry).isOpen());
        fixture.call("job", "node-1");
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void nothingIsWrittenIntoAHomeThatAnotherJvmActsOn() {
        JournalEntry entry = fixture.entry("job", "node-1");
        fixture.controller.acting = false;
        fixture.journal.withdraw(List.of(entry.getId()), false);
        assertTrue(fixture.now(entry).isOpen());
    }
}
