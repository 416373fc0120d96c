package io.jenkins.plugins.hypervnested.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which hosts with open entries have no agent, and since when. */
final class AgentlessHosts {

    private static final Duration SILENT = Duration.ofMinutes(10);

    private final Map<String, Instant> since = new LinkedHashMap<>();

    /** {@return names of those that have had none for ten minutes} */
    synchronized List<String> at(Instant when) {
        Instant limit = when.minus(SILENT);
        return since.entrySet().stream()
                .filter(e -> e.getValue().isBefore(limit))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @param hasAgent whether the host of that id has one, or is not there any more */
    synchronized void note(List<JournalEntry> open, Predicate<String> hasAgent, Instant when) {
        Map<String, Instant> now = new LinkedHashMap<>();
        for (JournalEntry entry : open) {
            if (!hasAgent.test(entry.getHostId())) {
                Instant known = since.getOrDefault(entry.getHostName(), when);
                // a clock that was set back must not put the alarm off
                now.put(entry.getHostName(), known.isAfter(when) ? when : known);
            }
        }
        since.clear();
        since.putAll(now);
    }
}
