package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void whileNoAgentTakesItTheLogSaysSoEveryTenSecondsAndNothingTwice() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        Instant now = Instant.now();
        for (int second = 0; second <= 35; second++) {
            fixture.room.tick(now.plusSeconds(second));
        }
        assertEquals(3, call.lines.size());
        assertTrue(call.lines.stream().allMatch(line -> line.contains("no agent of host \"lab-host\"")));
        assertEquals(3, Set.copyOf(call.lines).size());
    }

    @Test
    void anAgentThatSaysNothingIsNamedAfterTenSeconds() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        Instant before = Instant.now();
        fixture.agents.only().listener.sending("agent-7");
        fixture.room.tick(before.plusSeconds(9));
        assertTrue(call.lines.isEmpty());
        fixture.room.tick(Instant.now().plusSeconds(11));
        assertTrue(call.lines.get(0).contains("no word from agent \"agent-7\""), () -> "" + call.lines);
    }

    @Test
    void anAgentThatSpeaksIsNotSpokenFor() {
        JournalFixture.Call call = fixture.call("job", "node-1");
        fixture.agents.only().listener.sending("agent-7");
        Instant before = Instant.now();
        fixture.agents.only().listener.progress("node-1", "waits for a heartbeat (5 s)");
        fixture.room.tick(before.plusSeconds(9));
        assertEquals(List.of("node-1: waits for a heartbeat (5 s)"), call.lines);
    }

    @Test
    void noLineOfACallThatWaitsForItsTurnComesTwice() {
        fixture.call("job", "node-1");
        JournalFixture.Call second = fixture.call("job", "node-1");
        Instant now = Instant.now();
        for (int at = 0; at <= 30; at++) {
            fixture.room.tick(now.plusSeconds(at));
        }
        assertTrue(second.lines.size() >= 3, () -> "" + second.lines);
        assertEquals(second.lines.size(), Set.copyOf(second.lines).size());
    }
}
