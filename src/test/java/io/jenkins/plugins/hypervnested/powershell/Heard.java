package io.jenkins.plugins.hypervnested.powershell;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a machine printed, and lets a test wait until {@link FakeShell.Mode#HANGS} does. */
final class Heard implements NoiseSink {

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);

    @Override
    public synchronized void line(String line) {
        lines.add(line);
        notifyAll();
        if (line.equals(FakeShell.HANGING)) {
            hanging.countDown();
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for what another thread reads; a test that waits in vain ends by its own time limit. */
    synchronized void awaitLines(int count) throws InterruptedException {
        while (lines.size() < count) {
            wait();
        }
    }

    void awaitHanging() throws InterruptedException {
        if (!hanging.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not hang; it printed " + lines);
        }
    }
}
