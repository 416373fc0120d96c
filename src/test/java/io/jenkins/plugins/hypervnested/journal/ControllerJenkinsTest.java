package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.XmlFile;
import hudson.util.XStream2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which controller it is, through its starts. */
class ControllerJenkinsTest {

    private static final String URL = "https://jenkins.example.com/";
    private static final String HOME = "/var/lib/jenkins";

    @TempDir
    private Path folder;

    private final List<Controller> started = new ArrayList<>();

    private static final class Placed extends Controller {
        private final String url;
        private final String home;

        Placed(XmlFile file, Instance instance, HomeLock lock, String url, String home) {
            super(file, instance, lock);
            this.url = url;
            this.home = home;
        }

        @Override
        String rootUrl() {
            return url;
        }

        @Override
        String home() {
            return home;
        }
    }

    @AfterEach
    void stop() {
        started.forEach(Controller::stopped);
    }

    private Controller start() throws IOException {
        return start(URL, HOME);
    }

    private Controller start(String url, String home) throws IOException {
        stop();
        started.clear();
        XStream2 xstream = new XStream2();
        xstream.alias("hypervNestedInstance", Instance.class);
        XmlFile file = new XmlFile(xstream, folder.resolve("instance.xml").toFile());
        Instance instance = file.exists() ? (Instance) file.read() : new Instance();
        Controller controller = new Placed(file, instance, HomeLock.open(folder.resolve("lock"), "test"), url, home);
        started.add(controller);
        controller.started();
        return controller;
    }

    @Test
    void itsIdStaysAndEachStartIsAnotherThatIsSavedBeforeAnythingIsSent() throws IOException {
        Controller first = start();
        Controller second = start();
        assertEquals(first.instanceId(), second.instanceId());
        assertNotEquals(first.incarnation(), second.incarnation());
        assertTrue(second.asker().starts().contains(first.incarnation()));
        assertTrue(start().asker().starts().contains(second.incarnation()));
    }

    @Test
    void anotherHomeOrAddressFreezesUntilSomebodySaysThatItMoved() throws IOException {
        start();
        assertTrue(start("https://copy.example.com/", HOME).frozenReason().isPresent());
        Controller moved = start(URL, "/srv/copy");
        assertTrue(moved.frozenReason().isPresent());
        moved.confirmMoved();
        assertTrue(moved.frozenReason().isEmpty());
        assertTrue(start(URL, "/srv/copy").frozenReason().isEmpty());
    }

    @Test
    void aStartThatItDoesNotKnowFreezesAlsoAfterARestart() throws IOException {
        Controller controller = start();
        controller.met(controller.incarnation());
        assertTrue(controller.frozenReason().isEmpty());
        controller.met("another-start");
        assertTrue(controller.frozenReason().isPresent());
        assertTrue(start().frozenReason().isPresent());
    }

    @Test
    void whenItIsTheRealOneTheUnknownStartIsKnownFromThenOn() throws IOException {
        Controller controller = start();
        controller.met("another-start");
        controller.confirmMoved();
        assertTrue(controller.frozenReason().isEmpty());
        Controller later = start();
        assertTrue(later.asker().starts().contains("another-start"));
        later.met("another-start");
        assertTrue(later.frozenReason().isEmpty());
    }

    @Test
    void aCopyHasAnotherIdFromThenOnAndIsNotFrozen() throws IOException {
        String original = start().instanceId();
        Controller copy = start(URL, "/srv/copy");
        copy.met("start-of-the-original");
        copy.becomeAnother();
        assertTrue(copy.frozenReason().isEmpty());
        assertNotEquals(original, copy.instanceId());
        assertEquals(copy.instanceId(), start(URL, "/srv/copy").instanceId());
    }

    @Test
    void startsOfAVersionThatRememberedNoneAreTakenAsItsOwn() throws IOException {
        OldFilesJenkinsTest.copy("instance-without-starts.xml", folder.resolve("instance.xml"));
        Controller upgraded = start();
        upgraded.met("start-before-the-upgrade");
        assertTrue(upgraded.frozenReason().isEmpty());
        assertTrue(upgraded.asker().starts().contains("start-before-the-upgrade"));
        Controller next = start();
        assertTrue(next.asker().starts().contains("start-before-the-upgrade"));
        next.met("start-of-a-copy");
        assertTrue(next.frozenReason().isPresent());
    }

    @Test
    void nothingMayBeDoneBeforeItKnowsWhereItIs() throws IOException {
        Controller controller = start();
        assertFalse(controller.isStarting());
        XmlFile file = new XmlFile(new XStream2(), folder.resolve("other.xml").toFile());
        HomeLock lock = HomeLock.open(folder.resolve("other"), "other");
        Controller fresh = new Placed(file, new Instance(), lock, URL, HOME);
        started.add(fresh);
        assertTrue(fresh.isStarting());
    }

    @Test
    void aStartThatCannotBeSavedIsNotRecordedUntilALaterSignOfLifeSavesIt() throws IOException {
        Path obstacle = Files.createDirectories(folder.resolve("blocked.xml/obstacle"));
        XmlFile file = new XmlFile(new XStream2(), obstacle.getParent().toFile());
        HomeLock lock = HomeLock.open(folder.resolve("other"), "other");
        Controller controller = new Placed(file, new Instance(), lock, URL, HOME);
        started.add(controller);
        controller.started();
        controller.beat();
        assertFalse(controller.isRecorded());
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        controller.beat();
        assertTrue(controller.isRecorded());
        assertTrue(file.asString().contains(controller.incarnation()));
    }

    @Test
    void whileItIsFrozenItsStartIsNotRecorded() throws IOException {
        start();
        Controller copy = start(URL, "/srv/copy");
        copy.met("start-of-the-original");
        assertFalse(copy.isRecorded());
        copy.becomeAnother();
        assertTrue(copy.isRecorded());
        assertTrue(start(URL, "/srv/copy").asker().starts().contains(copy.incarnation()));
    }
}
