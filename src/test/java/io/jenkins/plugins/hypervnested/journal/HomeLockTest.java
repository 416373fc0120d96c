package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @TempDir
    private Path folder;

    @Test
    void aFreshHomeIsTakenAtOnce() throws IOException {
        try (HomeLock lock = HomeLock.open(path(), "me")) {
            assertTrue(lock.isMine());
        }
    }

    @Test
    void aHomeThatIsLockedIsOnlyRead() throws IOException {
        try (HomeLock first = HomeLock.open(path(), "first");
                HomeLock second = HomeLock.open(path(), "second")) {
            assertTrue(first.isMine());
            assertFalse(second.isMine());
            second.beat();
            assertFalse(second.isMine());
        }
    }

    @Test
    void aHomeThatWasLeftInOrderIsTakenAtOnce() throws IOException {
        HomeLock.open(path(), "first").close();
        try (HomeLock second = HomeLock.open(path(), "second")) {
            assertTrue(second.isMine());
        }
    }

    @Test
    void aSignOfLifeFromElsewhereIsWatchedBeforeTheHomeIsTaken() throws IOException {
        Files.writeString(path(), "other 12@elsewhere 7");
        try (HomeLock lock = HomeLock.open(path(), "me")) {
            assertFalse(lock.isMine());
            lock.beat();
            assertFalse(lock.isMine());
            lock.beat();
            assertTrue(lock.isMine());
        }
    }

    @Test
    void aSignOfLifeThatGoesOnMeansThatSomebodyElseActs() throws IOException {
        Files.writeString(path(), "other 12@elsewhere 7");
        try (HomeLock lock = HomeLock.open(path(), "me")) {
            Files.writeString(path(), "other 12@elsewhere 8");
            lock.beat();
            lock.beat();
            lock.beat();
            assertFalse(lock.isMine());
        }
    }

    @Test
    void whoFindsAnotherSignInItsPlaceStopsToAct() throws IOException {
        try (HomeLock lock = HomeLock.open(path(), "me")) {
            Files.writeString(path(), "other 12@elsewhere 1");
            lock.beat();
            assertFalse(lock.isMine());
        }
    }

    private Path path() {
        return folder.resolve("lock");
    }
}
