package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.util.List;
import java.util.function.BiConsumer;

/** What a step that was stopped leaves to the rollback. */
final class Leftovers {

    private Leftovers() {}

    static void say(List<String> entryIds, BiConsumer<String, String> log) {
        Journal journal = Journal.get();
        for (String id : entryIds) {
            journal.find(id).ifPresent(entry -> log.accept(entry.getShownName(), sentence(entry)));
        }
    }

    private static String sentence(JournalEntry entry) {
        if (!entry.isOpen()) {
            return Messages.Leftovers_nothing();
        }
        return entry.getState() == JournalEntry.State.INTENDED
                ? Messages.Leftovers_perhaps()
                : Messages.Leftovers_held();
    }
}
