package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the files of a journal as its entries are: what could not be saved is tried again, what is old is dropped. */
final class EntryFiles {

    private static final Logger LOGGER = Logger.getLogger(EntryFiles.class.getName());

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST_CLOSED = 1000;

    private final EntryStore store;
    private final Set<String> unsaved = new LinkedHashSet<>();

    EntryFiles(EntryStore store) {
        this.store = store;
    }

    /** Saves an entry; where that fails, {@link #tidy} tries again. */
    void keep(JournalEntry entry) {
        try {
            store.save(entry);
            unsaved.remove(entry.getId());
        } catch (IOException | RuntimeException e) {
            // in memory it is right, and after a crash the older state leads to the same end
            LOGGER.log(Level.SEVERE, e, () -> "cannot save the journal entry " + entry.getId());
            unsaved.add(entry.getId());
        }
    }

    /** The entry has changed, and its file is not ours yet. */
    void keepLater(JournalEntry entry) {
        unsaved.add(entry.getId());
    }

    /** Saves what could not be saved, and drops closed entries that are old. */
    void tidy(Map<String, JournalEntry> entries, Instant now) {
        List.copyOf(unsaved).forEach(id -> keep(entries.get(id)));
        List<JournalEntry> closed = entries.values().stream()
                .filter(e -> !e.isOpen())
                .sorted(Comparator.comparing(JournalEntry::getChanged).reversed())
                .toList();
        for (int i = 0; i < closed.size(); i++) {
            JournalEntry entry = closed.get(i);
            if (i >= MOST_CLOSED || entry.getChanged().isBefore(now.minus(KEPT))) {
                try {
                    store.delete(entry.getId());
                    entries.remove(entry.getId());
                    unsaved.remove(entry.getId());
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(Level.WARNING, e, () -> "cannot delete the journal entry " + entry.getId());
                }
            }
        }
    }
}
