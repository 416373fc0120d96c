package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;

/** What a step that was stopped leaves to the rollback. */
final class Leftovers {

    private Leftovers() {}

    static void say(NestedExecution execution, Journal journal) {
        for (String id : execution.entryIds()) {
            journal.find(id)
                    .ifPresent(entry -> BuildLog.say(execution.getContext(), entry.getShownName(), sentence(entry)));
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
