package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What administrators decide where the plugin must not: who is real, what a lost lease means, what nobody else gives back. */
public final class Decisions {

    private final Journal journal;
    private final Rollback rollback;

    Decisions(Journal journal, Rollback rollback) {
        this.journal = journal;
        this.rollback = rollback;
    }

    public static Decisions get() {
        return new Decisions(Journal.get(), Rollback.get());
    }

    /** This is the one Jenkins; it moved, or its home was set back in time. */
    public void confirmMoved() {
        journal.confirmMoved();
        rollback.giveBack(journal.openEntries().stream()
                .filter(entry -> entry.getStuckReason() == StuckReason.UNKNOWN_START)
                .toList());
    }

    /**
     * Gives up what somebody holds, as a lease names it: somebody else's holding, or one of ours that no entry knows any more. An entry
     * of ours that was closed is opened again; one that is open stays as it is. The caller has checked that this person may.
     *
     * @param by who decided that
     * @return the entry that owes it from now on
     * @throws IOException when it could not be saved; then nothing is done
     * @throws IllegalArgumentException when there is no reason, or it cannot be given back from here
     */
    public JournalEntry adopt(FoundHolding found, String by, String reason) throws IOException {
        if (reason == null || reason.isBlank() || !found.isAdoptable()) {
            throw new IllegalArgumentException("a reason is needed, and an entry that can be given back");
        }
        String id = found.holder().entry();
        Consumer<JournalEntry> adopted = Transitions.adopted(found, by, reason.strip(), journal.now());
        if (journal.find(id).isPresent()) {
            journal.update(id, entry -> {
                if (!entry.isOpen()) {
                    adopted.accept(entry);
                }
            });
        } else {
            journal.begin(id, found.origin(), found.host(), found.intent(), adopted);
        }
        JournalEntry entry = journal.find(id).orElseThrow();
        rollback.giveBack(List.of(entry));
        return entry;
    }

    /**
     * Tries it now and, where its lease is gone, restores what is recorded here. The caller has checked that this person may.
     *
     * @param by who decided that
     */
    public void restoreFromJournal(String entryId, String by) {
        journal.find(entryId).filter(JournalEntry::isOpen).ifPresent(entry -> {
            journal.update(entryId, Transitions.fromJournal(by));
            rollback.giveBack(List.of(entry));
        });
    }
}
