package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time never comes by itself. Starts no thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    final Deque<Runnable> later = new ArrayDeque<>();

    ManualTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        later.add(task);
        return null;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        return null;
    }
}
