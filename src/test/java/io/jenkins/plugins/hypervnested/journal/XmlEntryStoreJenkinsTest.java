package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlEntryStoreJenkinsTest {

    @TempDir
    private Path folder;

    private XmlEntryStore store;
    private JournalEntry entry;

    @BeforeEach
    void save() throws IOException {
        store = new XmlEntryStore(folder.toFile());
        entry = new JournalFixture().held("folder/ジョブ", "a\nb'\"$(x) 仮想");
        entry = entry.copy();
        entry.aspects.add(new SavedAspect(new AspectRecord("nesting", "", "off", "on")));
        entry.credentials.add(new CredentialUse("GUEST", "guest", "folder/job", true));
        entry.dependsOn.add("another");
        Transitions.stuck(StuckReason.WRONG_MACHINE, "another machine", Instant.EPOCH)
                .accept(entry);
        store.save(entry);
    }

    @Test
    void whatWasSavedIsReadBack() throws IOException {
        JournalEntry read = store.load().get(0);
        assertEquals(entry.getId(), read.getId());
        assertEquals("a\nb'\"$(x) 仮想", read.getVmAsked());
        assertEquals("folder/ジョブ", read.getJobName());
        assertEquals(JournalEntry.State.STUCK, read.getState());
        assertEquals(StuckReason.WRONG_MACHINE, read.getStuckReason());
        assertEquals(entry.records(), read.records());
        assertEquals(entry.logins(), read.logins());
        assertTrue(read.credentials.get(0).isOfUser());
        assertEquals(entry.dependsOn, read.dependsOn);
        assertEquals(entry.getLog(), read.getLog());
        assertEquals(entry.getNextTry(), read.getNextTry());
    }

    @Test
    void aFileThatCannotBeReadStaysAndIsNamed() throws IOException {
        Path broken = folder.resolve("broken.xml");
        Files.writeString(broken, "<hypervNestedEntry><id>half");
        assertEquals(1, store.load().size());
        assertEquals("broken.xml", store.unreadable().get(0));
        assertTrue(Files.exists(broken));
    }

    @Test
    void aDeletedEntryIsGone() throws IOException {
        store.delete(entry.getId());
        assertFalse(Files.exists(folder.resolve(entry.getId() + ".xml")));
        assertTrue(store.load().isEmpty());
    }

    @Test
    void whatIsWantedInsideAndWhereItWasChangedIsReadBack() throws IOException {
        JournalEntry inside =
                new JournalFixture().inside("job", "node-1", "n1", "n2").copy();
        Place place = Place.TARGET.inside(new Place.Hop("id-1", "node-1", "guest"));
        inside.aspects.add(new SavedAspect(new AspectRecord(place, "switch", "VmNAT", "absent", "internal")));
        store.save(inside);
        JournalEntry read = store.load().stream()
                .filter(e -> e.getId().equals(inside.getId()))
                .findFirst()
                .orElseThrow();
        assertEquals(inside.inside.asInside(), read.inside.asInside());
        assertEquals(List.of("n1", "n2"), read.guestNames());
        assertEquals(inside.records(), read.records());
        assertEquals("node-1", read.getAspects().get(0).getPlace().path());
    }

    @Test
    void anEntryOfAVersionThatKnewNoInsideIsOfTheVmItself() throws IOException {
        Path file = folder.resolve(entry.getId() + ".xml");
        String saved = Files.readString(file);
        assertFalse(saved.contains("<place>") || saved.contains("<inside>"), saved);
        JournalEntry read = store.load().get(0);
        assertEquals(Place.TARGET, read.records().get(0).place());
        assertTrue(read.guestNames().isEmpty());
    }
}
