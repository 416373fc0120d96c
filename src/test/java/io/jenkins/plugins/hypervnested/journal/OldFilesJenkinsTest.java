package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that is upgraded finds what the one before it left open, also what a crash left half-written. */
class OldFilesJenkinsTest {

    private static final String ID = "bfdddc64-c031-44b6-8ab2-84fc10d28ebf";

    @TempDir
    private Path folder;

    private XmlEntryStore store;

    @BeforeEach
    void upgrade() throws IOException {
        store = new XmlEntryStore(folder.toFile());
        copy("entry-187.xml", folder.resolve(ID + ".xml"));
    }

    static void copy(String name, Path to) throws IOException {
        try (InputStream in = OldFilesJenkinsTest.class.getResourceAsStream(name)) {
            Files.copy(in, to);
        }
    }

    @Test
    void anEntryOfAnEarlierVersionIsWhatItWas() throws IOException {
        JournalEntry entry = store.load().get(0);
        assertTrue(entry.isOpen());
        assertEquals(StuckReason.CREDENTIALS_GONE, entry.getStuckReason());
        assertTrue(entry.getStuckText().startsWith("look up the credentials"));
        assertEquals(2, entry.getAttempts());
        assertEquals(Instant.ofEpochMilli(1795620752741L), entry.getNextTry());
        assertEquals(2, entry.getLog().size());
        assertEquals(3, entry.getAspects().size());
    }

    @Test
    void whatEarlierVersionsDidNotKnowIsAsIfItNeverWas() throws IOException {
        JournalEntry entry = store.load().get(0);
        assertNull(entry.getAdoptedBy());
        assertFalse(entry.fromJournal);
        assertFalse(entry.isMissingForGood(Instant.now()));
    }

    @Test
    void itIsGivenBackAndSavedByThisVersion() throws IOException {
        FakeStarter agents = new FakeStarter();
        Journal journal = new Journal(store, new FakeController());
        new Rollback(() -> journal, () -> agents, ManualTimer::new).giveBack(journal.openEntries());
        Request request = agents.only().order.request();
        Target target = request.targets().get(0);
        assertEquals("c76294c4-b26f-54ff-bd0c-7e63c4e66314", target.vm().text());
        assertEquals(3, target.recorded().size());
        assertEquals("node-admin", agents.only().order.logins().get(0).name());
        JournalEntry saved = new XmlEntryStore(folder.toFile()).load().get(0);
        assertEquals(JournalEntry.State.RETURNING, saved.getState());
        assertEquals(3, saved.getAttempts());
    }

    @Test
    void aFileThatACrashLeftBesideAnEntryIsNothing() throws IOException {
        String whole = Files.readString(folder.resolve(ID + ".xml"));
        Files.writeString(folder.resolve("atomic2853491.tmp"), whole.substring(0, whole.length() / 2));
        assertEquals(1, store.load().size());
        assertEquals(List.of(), store.unreadable());
    }

    @Test
    void anEntryThatIsCutOffAnywhereIsNeverTakenForNothing() throws IOException {
        Path file = folder.resolve(ID + ".xml");
        String whole = Files.readString(file).stripTrailing();
        for (int length = 0; length < whole.length(); length += 97) {
            Files.writeString(file, whole.substring(0, length));
            assertEquals(List.of(), store.load(), "cut off at " + length);
            assertEquals(List.of(ID + ".xml"), store.unreadable(), "cut off at " + length);
        }
    }

    @Test
    void anEntryThatIsSavedAnewIsReadableAgain() throws IOException {
        JournalEntry entry = store.load().get(0);
        Files.writeString(folder.resolve(ID + ".xml"), "<half");
        store.load();
        store.save(entry);
        assertEquals(List.of(), store.unreadable());
    }

    @Test
    void anEntryInAStateThatOnlyALaterVersionKnowsIsLeftAsItIs() throws IOException {
        Path file = folder.resolve(ID + ".xml");
        String later = Files.readString(file).replace("<state>STUCK</state>", "<state>PARKED</state>");
        Files.writeString(file, later);
        assertEquals(List.of(), store.load());
        assertEquals(List.of(ID + ".xml"), store.unreadable());
        assertEquals(later, Files.readString(file));
    }
}
