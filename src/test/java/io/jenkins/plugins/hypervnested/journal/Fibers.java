package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * Things that are under way side by side though exactly one moves at a time. Whoever has to wait decides on its own thread who moves
 * next, so that a thread is only changed when another one really goes on. Threads are kept for the next play.
 */
final class Fibers {

    /** That a play was given up; unwinds what is under way. */
    static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;
    }

    /** One thing that is under way. */
    static final class Fiber {
        private final Runnable body;
        private final Semaphore signal = new Semaphore(0);
        private boolean started;
        private boolean ended;

        Fiber(Runnable body) {
            this.body = body;
        }

        boolean isEnded() {
            return ended;
        }
    }

    /** A thread, as long as nothing is under way on it. */
    private static final class Seat {
        final Semaphore signal = new Semaphore(0);
        Fiber job;
    }

    private final Deque<Seat> free = new ArrayDeque<>();
    private final List<Fiber> parked = new ArrayList<>();
    private final Seat mainSeat = new Seat();
    private Thread main;
    private Fiber parkedOnMain;
    private UnaryOperator<Fiber> chooser;
    private boolean over;

    /**
     * Plays until the chooser gives null.
     *
     * @param next gives who moves next, where the given one could go on without changing the thread; null when everything is over
     */
    void play(UnaryOperator<Fiber> next) {
        main = Thread.currentThread();
        chooser = next;
        over = false;
        sit(mainSeat);
        for (Fiber fiber : List.copyOf(parked)) {
            fiber.signal.release();
            mainSeat.signal.acquireUninterruptibly();
        }
    }

    /** The caller's fiber lets others move until it is its turn again. */
    void pause(Fiber me) {
        Fiber next = over ? null : chooser.apply(me);
        if (next == me) {
            return;
        }
        boolean isMain = Thread.currentThread() == main;
        if (over || next == null && isMain) {
            over = true;
            throw new Abandoned();
        }
        parked.add(me);
        parkedOnMain = isMain ? me : parkedOnMain;
        if (next == null) {
            endPlay();
        } else {
            wake(next);
        }
        me.signal.acquireUninterruptibly();
        parked.remove(me);
        parkedOnMain = isMain ? null : parkedOnMain;
        if (over) {
            throw new Abandoned();
        }
    }

    /** From another thread than the main one, which goes on. */
    private void endPlay() {
        over = true;
        (parkedOnMain == null ? mainSeat.signal : parkedOnMain.signal).release();
    }

    private void wake(Fiber next) {
        if (next.started) {
            next.signal.release();
            return;
        }
        Seat seat = free.poll();
        if (seat == null) {
            Seat fresh = new Seat();
            Thread thread = new Thread(() -> stay(fresh), "fibers");
            thread.setDaemon(true);
            thread.start();
            seat = fresh;
        }
        seat.job = next;
        seat.signal.release();
    }

    private void stay(Seat seat) {
        while (true) {
            seat.signal.acquireUninterruptibly();
            sit(seat);
        }
    }

    /** Takes part until something else has to go on another thread; the main thread until everything is over. */
    private void sit(Seat seat) {
        while (true) {
            Fiber job = seat.job;
            seat.job = null;
            if (job != null) {
                host(job);
            }
            Fiber next = over ? null : chooser.apply(null);
            if (next == null) {
                leave(seat);
                return;
            }
            if (!next.started) {
                seat.job = next;
                continue;
            }
            free.push(seat);
            next.signal.release();
            if (seat != mainSeat) {
                return;
            }
            mainSeat.signal.acquireUninterruptibly();
            free.remove(mainSeat);
            if (over) {
                return;
            }
        }
    }

    private void leave(Seat seat) {
        if (seat == mainSeat) {
            over = true;
            return;
        }
        free.push(seat);
        if (over) {
            mainSeat.signal.release();
        } else {
            endPlay();
        }
    }

    private static void host(Fiber fiber) {
        fiber.started = true;
        try {
            fiber.body.run();
        } catch (Abandoned e) {
            // unwound on purpose
        } finally {
            fiber.ended = true;
        }
    }
}
