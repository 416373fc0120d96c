package io.jenkins.plugins.hypervnested.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The log that an entry has of its own: a rollback after the run's end has no other. Keeps the last lines. Saved by XStream. */
final class EntryLog {

    private static final int MOST_LINES = 300;
    private static final int LONGEST_LINE = 600;

    private final List<String> lines = new ArrayList<>();

    /** How many lines were added since this controller started; those that were dropped count as well. */
    private transient long added;

    EntryLog() {}

    EntryLog(EntryLog other) {
        lines.addAll(other.lines);
        added = other.added;
    }

    void add(Instant when, String text) {
        String cut = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE - 1) + '…';
        lines.add(when.truncatedTo(ChronoUnit.SECONDS) + " " + cut);
        if (lines.size() > MOST_LINES) {
            lines.remove(0);
        }
        added++;
    }

    long added() {
        return added;
    }

    /** {@return the lines that came after so many, without their times} */
    List<String> after(long seen) {
        int fresh = (int) Math.max(0, Math.min(added - seen, lines.size()));
        return lines.subList(lines.size() - fresh, lines.size()).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
