package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Controllers with their journals, agents and runs: crashes at every saving and message, lost agents, ghosts, every trigger and every
 * decision of a person at every point. Whatever happens, every machine ends as it was, once, and nobody who works is disturbed.
 *
 * <p>{@code -Dsimulation.schedules=1000000} plays more; {@code -Dsimulation.replay=<scene>:<fate>} plays one and tells it.
 */
class ControllerSimulationTest {

    private static final String REPLAY = System.getProperty("simulation.replay");
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 20_000);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private interface Job {
        void run(int number, Fibers fibers, States states);
    }

    /** Does so many jobs on all processors. {@return how many different states they came through} */
    private static int share(int jobs, Job job) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<States> seen = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PROCESSORS; i++) {
            States states = new States();
            seen.add(states);
            Thread thread = new Thread(() -> {
                Fibers fibers = new Fibers();
                for (int n = next.getAndIncrement(); n < jobs; n = next.getAndIncrement()) {
                    job.run(n, fibers, states);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        States all = seen.get(0);
        seen.subList(1, seen.size()).forEach(all::addAll);
        return all.size();
    }

    private static void report(String what, Plays plays, int states, long since) {
        System.out.println("Controllers, " + what + ": " + plays.summary() + ", " + states + " distinct states, "
                + (System.nanoTime() - since) / 1_000_000 + " ms");
        plays.stories().forEach(System.out::println);
        assertEquals("{}", plays.wrong().toString(), () -> String.join("\n", plays.stories()));
        assertTrue(plays.worked() > plays.played() / 4, "hardly anybody came to work: " + plays.worked());
    }

    @Test
    void everyMishapAtEveryPoint() throws InterruptedException {
        if (REPLAY != null) {
            replay();
            return;
        }
        List<Scene> scenes = Scene.small();
        Plays plays = new Plays(Variant::new);
        long since = System.nanoTime();
        int states = share(scenes.size(), (n, fibers, seen) -> plays.every(scenes.get(n), 1, fibers, seen));
        report("every mishap at every point", plays, states, since);
    }

    @Test
    void severalMishapsAtRandom() throws InterruptedException {
        if (REPLAY != null) {
            return;
        }
        List<Scene> scenes = Scene.all();
        Plays plays = new Plays(Variant::new);
        long since = System.nanoTime();
        int states =
                share(SCHEDULES, (n, fibers, seen) -> plays.random(scenes.get(n % scenes.size()), n, fibers, seen));
        report("seeds 0 to " + SCHEDULES, plays, states, since);
    }

    private static void replay() {
        String[] which = REPLAY.split(":");
        Plays plays = new Plays(Variant::new);
        String story = plays.story(Scene.named(which[0]), Plays.fate(which[1]));
        System.out.println(story);
        assertTrue(story.endsWith(Plays.WELL));
    }
}
