package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store that keeps what was saved, and can be told to fail. */
final class MemoryStore implements EntryStore {

    final Map<String, JournalEntry> saved = new LinkedHashMap<>();
    boolean full;
    /** An entry whose saving breaks; null for none. */
    String broken;

    @Override
    public List<JournalEntry> load() {
        return List.copyOf(saved.values());
    }

    @Override
    public List<String> unreadable() {
        return List.of();
    }

    @Override
    public void save(JournalEntry entry) throws IOException {
        if (full) {
            throw new IOException("the disk is full");
        }
        if (entry.getId().equals(broken)) {
            throw new IllegalStateException("it cannot be written as XML");
        }
        saved.put(entry.getId(), entry.copy());
    }

    @Override
    public void delete(String id) {
        saved.remove(id);
    }
}
