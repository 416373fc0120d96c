package io.jenkins.plugins.hypervnested.journal;

import hudson.XmlFile;
import hudson.util.XStream2;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One XML file for each entry. */
final class XmlEntryStore implements EntryStore {

    private static final Logger LOGGER = Logger.getLogger(XmlEntryStore.class.getName());

    private static final XStream2 XSTREAM = new XStream2();

    static {
        XSTREAM.alias("hypervNestedEntry", JournalEntry.class);
        XSTREAM.alias("aspect", SavedAspect.class);
        XSTREAM.alias("credential", CredentialUse.class);
        XSTREAM.alias("hop", SavedPlace.Hop.class);
        XSTREAM.alias("guest", SavedInside.Guest.class);
    }

    private final File folder;
    private final List<String> unreadable = new CopyOnWriteArrayList<>();

    XmlEntryStore(File folder) {
        this.folder = folder;
    }

    @Override
    public List<JournalEntry> load() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        unreadable.clear();
        File[] files = folder.listFiles((in, name) -> name.endsWith(".xml"));
        if (files == null) {
            if (folder.exists()) {
                throw new IOException("cannot list " + folder);
            }
            return entries;
        }
        for (File file : files) {
            try {
                entries.add(read(file));
            } catch (IOException | RuntimeException e) {
                // what cannot be read is not nothing: it stays, and the monitor shows it
                LOGGER.log(Level.SEVERE, e, () -> "cannot read the journal entry " + file);
                unreadable.add(file.getName());
            }
        }
        return entries;
    }

    private static JournalEntry read(File file) throws IOException {
        JournalEntry entry = (JournalEntry) new XmlFile(XSTREAM, file).read();
        if (!entry.isWhole()) {
            throw new IOException("something of it is missing, or was written by a later version");
        }
        return entry;
    }

    @Override
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public void save(JournalEntry entry) throws IOException {
        file(entry.getId()).write(entry);
        unreadable.remove(entry.getId() + ".xml");
    }

    @Override
    public void delete(String id) throws IOException {
        file(id).delete();
    }

    private XmlFile file(String id) {
        if (!EntryStore.isId(id)) {
            throw new IllegalArgumentException("not an id of an entry");
        }
        return new XmlFile(XSTREAM, new File(folder, id + ".xml"));
    }
}
