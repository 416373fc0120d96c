package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsWithoutAgentTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void aHostWithSomethingOpenThatHasNoAgentForTenMinutesIsNamed() {
        fixture.held("job", "node-1");
        Instant then = Instant.now();
        fixture.journal.noteAgents(host -> false, then);
        fixture.journal.noteAgents(host -> false, then.plusSeconds(300));
        assertEquals(List.of(), fixture.journal.hostsWithoutAgent(then.plusSeconds(599)));
        assertEquals(List.of("lab-host"), fixture.journal.hostsWithoutAgent(then.plusSeconds(601)));
    }

    @Test
    void anAgentThatComesInBetweenBeginsTheTenMinutesAnew() {
        fixture.held("job", "node-1");
        Instant then = Instant.now();
        fixture.journal.noteAgents(host -> false, then);
        fixture.journal.noteAgents(host -> true, then.plusSeconds(300));
        fixture.journal.noteAgents(host -> false, then.plusSeconds(360));
        assertEquals(List.of(), fixture.journal.hostsWithoutAgent(then.plusSeconds(900)));
    }

    @Test
    void aHostOnWhichNothingIsOpenNeedsNoAgent() {
        JournalEntry entry = fixture.held("job", "node-1");
        Instant then = Instant.now();
        fixture.journal.noteAgents(host -> false, then);
        fixture.journal.update(entry.getId(), Transitions.returned("restored"));
        fixture.journal.noteAgents(host -> false, then.plusSeconds(60));
        assertEquals(List.of(), fixture.journal.hostsWithoutAgent(then.plusSeconds(900)));
    }
}
