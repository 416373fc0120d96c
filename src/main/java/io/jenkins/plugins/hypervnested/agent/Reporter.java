package io.jenkins.plugins.hypervnested.agent;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Carries what an operation says to the controller, in order, from a thread of its own: the operation never waits for a slow
 * controller. Lines that would make the queue too long are counted instead; what was joined and how it ended always comes through.
 */
final class Reporter {

    private static final Logger LOGGER = Logger.getLogger(Reporter.class.getName());

    private static final int MOST_LINES = 500;

    private final String handle;
    private final OperationCallback callback;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingLines = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();

    Reporter(String handle, OperationCallback callback) {
        this.handle = handle;
        this.callback = callback;
    }

    /**
     * @param delivered run after the end was delivered
     * @param lost run when the controller cannot be told any more
     */
    void start(Runnable delivered, Runnable lost) {
        Thread thread = new Thread(() -> carry(delivered, lost), "Hyper-V operation " + handle + ", reports");
        thread.setDaemon(true);
        thread.start();
    }

    void line(String vm, String text) {
        if (waitingLines.incrementAndGet() > MOST_LINES) {
            waitingLines.decrementAndGet();
            leftOut.incrementAndGet();
            return;
        }
        queue.add(number -> {
            waitingLines.decrementAndGet();
            callback.progress(handle, number, Untrusted.text(vm, 1000), Untrusted.text(text, 2000));
            return false;
        });
    }

    void joined(Joined joined) {
        queue.add(number -> {
            callback.joined(handle, number, joined);
            return false;
        });
    }

    void ended(Outcome outcome) {
        int missing = leftOut.get();
        if (missing > 0) {
            queue.add(number -> {
                callback.progress(handle, number, "", missing + " lines were left out: the controller was too slow");
                return false;
            });
        }
        queue.add(number -> {
            callback.ended(handle, number, outcome);
            return true;
        });
    }

    private void carry(Runnable delivered, Runnable lost) {
        try {
            long number = 1;
            while (!queue.take().send(number)) {
                number++;
            }
            delivered.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost.run();
        } catch (RuntimeException e) {
            // remoting throws what it likes when the channel is gone; the controller asks again, or has given up on us
            LOGGER.log(Level.FINE, e, () -> "the controller does not hear of the operation " + handle);
            lost.run();
        }
    }

    private interface Message {
        /** {@return whether it was the last one} */
        boolean send(long number);
    }
}
