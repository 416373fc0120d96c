package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.util.List;

/** Where entries are kept. */
interface EntryStore {

    /** {@return all entries that can be read} */
    List<JournalEntry> load() throws IOException;

    /** {@return names of what is there and cannot be read; it is left as it is} */
    List<String> unreadable();

    /** Saves an entry as a whole or not at all. */
    void save(JournalEntry entry) throws IOException;

    void delete(String id) throws IOException;

    /** Whether an entry may be kept under that id. */
    static boolean isId(String id) {
        return id.matches("[0-9a-f-]{36}");
    }
}
