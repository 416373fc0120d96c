package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Schedule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The decisions of this plugin under a million schedules: who moves when, who dies where, what lands late. After each the VM is as it
 * was, nobody who worked was disturbed, and no lease is left.
 *
 * <p>{@code -Dsimulation.schedules=10000000} plays more; fewer than a million leave out cases evenly. What went wrong is told with the
 * properties that play it again.
 */
class ScheduleSearchTest {

    private static final long USUAL = 1_000_000;
    private static final long SCHEDULES = Long.getLong("simulation.schedules", USUAL);

    @Test
    void everyOrderUpToItsBoundAndManyAtRandomEndAsEverythingWas() {
        String number = System.getProperty("simulation.case");
        String seed = System.getProperty("simulation.seed");
        if (number != null || seed != null) {
            again(number, seed);
            return;
        }
        long begun = System.nanoTime();
        Search search = new Search().cases((int) Math.max(1, USUAL / SCHEDULES));
        long exhaustive = search.schedules();
        search.seeds(1, 1 + Math.max(SCHEDULES / 20, SCHEDULES - exhaustive));
        System.out.printf(
                "%,d schedules, of which %,d exhaustive and %,d at random, %,d distinct states, %,d times a run came to work, %d s%n",
                search.schedules(),
                exhaustive,
                search.schedules() - exhaustive,
                search.states(),
                search.worked(),
                (System.nanoTime() - begun) / 1_000_000_000);
        assertEquals(List.of(), search.wrong());
        assertTrue(search.schedules() >= SCHEDULES, "fewer schedules than asked for");
        assertTrue(search.worked() > search.schedules() / 4, "hardly anybody came to work: " + search.worked());
    }

    private static void again(String number, String seed) {
        SearchedWorld world = number == null
                ? Search.world(Long.parseLong(seed), new DistinctStates())
                : SearchedCases.all().get(Integer.parseInt(number)).world(Schedule.of(choices()), new DistinctStates());
        List<String> wrong = world.traced().play();
        world.trace().forEach(System.out::println);
        assertEquals(List.of(), wrong);
    }

    private static List<Integer> choices() {
        return Stream.of(System.getProperty("simulation.choices", "").split("\\D+"))
                .filter(choice -> !choice.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }
}
