package io.jenkins.plugins.hypervnested.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The folder of a controller's journal: what was saved is there after a crash, and nothing else. Each saving may be the last thing
 * that a controller does: before, in the middle, after; or it fails.
 */
class Disk implements EntryStore {

    private final Home home;
    private final Map<String, Object> files = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    Disk(Home home) {
        this.home = home;
    }

    @Override
    public List<JournalEntry> load() {
        List<JournalEntry> entries = new ArrayList<>();
        files.replaceAll((name, file) -> file instanceof JournalEntry entry ? SavedForm.write(entry) : file);
        files.forEach((name, text) -> {
            if (name.endsWith(".xml")) {
                entries.add(SavedForm.read((String) text, JournalEntry.class));
            }
        });
        return entries;
    }

    @Override
    public List<String> unreadable() {
        return List.of();
    }

    @Override
    public void save(JournalEntry entry) throws IOException {
        String file = entry.getId() + ".xml";
        switch (home.world.choose(
                home.name + " saves " + home.shown(entry),
                "crashes before",
                "crashes in the middle",
                "crashes after",
                "the disk is full")) {
            case 1 -> home.crashHere();
            case 2 -> {
                files.put(file + ".tmp", "half of it");
                home.crashHere();
            }
            case 3 -> {
                write(file, entry);
                home.crashHere();
            }
            case 4 -> {
                home.diskWasFull = true;
                throw new IOException("the disk is full");
            }
            default -> write(file, entry);
        }
    }

    /** What is given is never changed again, so it is made text only when somebody reads it. */
    void write(String file, JournalEntry entry) {
        home.promises.saved(home, entry);
        files.put(file, entry);
        open.remove(entry.getId());
        if (entry.isOpen()) {
            open.add(entry.getId());
        }
    }

    /** {@return ids of what is open there} */
    Set<String> open() {
        return open;
    }

    @Override
    public void delete(String id) {
        files.remove(id + ".xml");
    }

    /** {@return what is there now} */
    List<JournalEntry> look() {
        return load();
    }
}
