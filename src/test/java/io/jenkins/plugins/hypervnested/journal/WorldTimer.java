package io.jenkins.plugins.hypervnested.journal;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A controller's timer, in virtual time. Starts no thread. */
final class WorldTimer extends ScheduledThreadPoolExecutor {

    private final Start start;

    WorldTimer(Start start) {
        super(1);
        this.start = start;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Planned planned = new Planned();
        start.later(unit.toMillis(delay), "a timer", () -> {
            if (!planned.cancelled) {
                task.run();
            }
        });
        return planned;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        Planned planned = new Planned();
        again(planned, task, unit.toMillis(initial), unit.toMillis(delay));
        return planned;
    }

    private void again(Planned planned, Runnable task, long wait, long delay) {
        start.quietlyLater(wait, "a tick", () -> {
            if (!planned.cancelled) {
                task.run();
                again(planned, task, delay, delay);
            }
        });
    }

    /** Can be cancelled, and nothing else. */
    private static final class Planned implements ScheduledFuture<Object> {
        private boolean cancelled;

        @Override
        public boolean cancel(boolean mayInterrupt) {
            cancelled = true;
            return true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
