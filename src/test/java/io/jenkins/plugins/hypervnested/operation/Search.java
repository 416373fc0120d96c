package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Plays schedules side by side on all processors, counts them, and keeps what went wrong with the line that plays it again. */
final class Search {

    private final DistinctStates distinct = new DistinctStates();
    private final List<String> wrong = new ArrayList<>();
    private final AtomicLong schedules = new AtomicLong();
    private final AtomicLong worked = new AtomicLong();
    private int mostWrong = 3;

    long schedules() {
        return schedules.get();
    }

    /** {@return how often a run came to work} */
    long worked() {
        return worked.get();
    }

    int states() {
        return distinct.size();
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    Search stoppingAtTheFirst() {
        mostWrong = 1;
        return this;
    }

    /** Of all cases every so many, each in every order up to its bound; once enough went wrong, no further one. */
    Search cases(int every) {
        List<SearchedCases.Case> cases = SearchedCases.all();
        sideBySide(0, (cases.size() + every - 1) / every, states -> count -> {
            int number = (int) count * every;
            SearchedCases.Case one = cases.get(number);
            Schedule.every(one.preemptions(), schedule -> {
                if (isWrong()) {
                    return;
                }
                SearchedWorld world = one.world(schedule, states);
                play(world, "-Dsimulation.case=" + number + ' ' + schedule, one.name());
            });
        });
        return this;
    }

    /** Random scenes of two and three runs, one for each seed. */
    Search seeds(long from, long to) {
        sideBySide(from, to, states -> seed -> play(world(seed, states), "-Dsimulation.seed=" + seed, ""));
        return this;
    }

    static SearchedWorld world(long seed, DistinctStates states) {
        Schedule schedule = seed % 3 == 0 ? Schedule.seededWithStalls(seed, 30) : Schedule.seeded(seed);
        return SearchedScenes.random(seed % 4 == 0 ? 3 : 2, seed, schedule, states);
    }

    private void play(SearchedWorld world, String again, String what) {
        List<String> found = world.play();
        schedules.incrementAndGet();
        worked.addAndGet(world.worked());
        if (!found.isEmpty()) {
            synchronized (this) {
                wrong.add(found + (what.isEmpty() ? "" : " in " + what) + "; again: " + again);
            }
        }
    }

    private synchronized boolean isWrong() {
        return wrong.size() >= mostWrong;
    }

    /** One of the things that are played, by its number, with a worker's own count of states. */
    private interface Worker {
        LongConsumer with(DistinctStates states);
    }

    private void sideBySide(long from, long to, Worker worker) {
        AtomicLong next = new AtomicLong(from);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            DistinctStates states = new DistinctStates();
            Thread thread = new Thread(() -> {
                LongConsumer one = worker.with(states);
                for (long number = next.getAndIncrement(); number < to && !isWrong(); number = next.getAndIncrement()) {
                    one.accept(number);
                }
                synchronized (this) {
                    distinct.addAll(states);
                }
            });
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
