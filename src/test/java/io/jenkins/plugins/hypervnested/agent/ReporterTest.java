package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReporterTest {

    @Test
    void everythingComesInOrderAndNumbered() throws InterruptedException {
        Callback callback = new Callback();
        CountDownLatch delivered = new CountDownLatch(1);
        Reporter reporter = new Reporter("mine", callback);
        reporter.line("node-1", "first");
        reporter.line("node-1", "second");
        reporter.ended(Outcome.cancelled());
        reporter.start(delivered::countDown, () -> {});
        assertTrue(delivered.await(30, TimeUnit.SECONDS));
        assertEquals(List.of("1 first", "2 second", "3 CANCELLED"), callback.heard);
    }

    @Test
    void aFloodOfLinesIsCountedAndTheEndStillComes() throws InterruptedException {
        Callback callback = new Callback();
        CountDownLatch delivered = new CountDownLatch(1);
        Reporter reporter = new Reporter("mine", callback);
        for (int i = 0; i < 2000; i++) {
            reporter.line("", "line " + i);
        }
        reporter.ended(Outcome.cancelled());
        reporter.start(delivered::countDown, () -> {});
        assertTrue(delivered.await(30, TimeUnit.SECONDS));
        assertEquals(502, callback.heard.size());
        assertTrue(callback.heard.get(500).contains("1500 lines were left out"));
    }

    @Test
    void aControllerThatIsGoneIsNoticed() throws InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        Callback callback = new Callback();
        callback.broken = true;
        Reporter reporter = new Reporter("mine", callback);
        reporter.start(() -> {}, lost::countDown);
        reporter.line("", "anybody there?");
        assertTrue(lost.await(30, TimeUnit.SECONDS));
    }

    private static final class Callback implements OperationCallback {
        private final List<String> heard = new ArrayList<>();
        private volatile boolean broken;

        @Override
        public synchronized void progress(String handle, long number, String vm, String text) {
            if (broken) {
                throw new IllegalStateException("the channel is closed");
            }
            heard.add(number + " " + text);
        }

        @Override
        public synchronized void joined(String handle, long number, Joined joined) {
            heard.add(number + " joined");
        }

        @Override
        public synchronized void ended(String handle, long number, Outcome outcome) {
            heard.add(number + " " + outcome.kind());
        }
    }
}
