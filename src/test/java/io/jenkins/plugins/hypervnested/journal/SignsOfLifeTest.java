package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signs of life of a controller: without them another JVM takes the home. */
class SignsOfLifeTest {

    @TempDir
    private Path folder;

    /** One whose address cannot be had. */
    private static final class Broken extends Controller {

        Broken(HomeLock lock) {
            super(null, new Instance(), lock);
        }

        @Override
        String rootUrl() {
            throw new IllegalStateException("no Jenkins");
        }

        @Override
        String home() {
            return "/var/lib/jenkins";
        }
    }

    @Test
    void theyGoOnWhateverBreaks() throws IOException {
        Path file = folder.resolve("lock");
        try (HomeLock lock = HomeLock.open(file, "me")) {
            Controller controller = new Broken(lock);
            String first = Files.readString(file);
            // a task that throws is not run again
            assertDoesNotThrow(controller::beat);
            assertNotEquals(first, Files.readString(file));
        }
    }
}
