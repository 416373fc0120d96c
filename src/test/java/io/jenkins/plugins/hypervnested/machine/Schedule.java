package io.jenkins.plugins.hypervnested.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** In which order parties move: at random from a seed, or by a list of choices. Always reproducible; printing it tells how. */
public interface Schedule {

    /**
     * {@return which of so many moves}
     *
     * @param able how many can move, at least one
     * @param preempts whether any choice but 0 takes the turn from one that could go on
     */
    int choose(int able, boolean preempts);

    /** {@return for how many milliseconds whoever was chosen is slow instead; 0 for not at all} */
    default long stall() {
        return 0;
    }

    /** A schedule made from a seed. */
    static Schedule seeded(long seed) {
        return new Seeded(seed, 0);
    }

    /** A schedule made from a seed in which one step in so many takes more than a minute. */
    static Schedule seededWithStalls(long seed, int oneIn) {
        return new Seeded(seed, oneIn);
    }

    /** The schedule of those choices; after the last one nobody is preempted. */
    static Schedule of(List<Integer> choices) {
        return new Listed(choices, 0);
    }

    /**
     * Runs a scene under every schedule with at most so many preemptions.
     *
     * @return how many schedules there were
     */
    static int every(int preemptions, Consumer<Schedule> scene) {
        int count = 0;
        List<Integer> choices = List.of();
        while (choices != null) {
            Listed schedule = new Listed(choices, preemptions);
            scene.accept(schedule);
            count++;
            choices = schedule.following();
        }
        return count;
    }

    /** From a seed. */
    final class Seeded implements Schedule {

        private final long seed;
        private final int oneIn;
        private final Random random;
        private int stalls;

        Seeded(long seed, int oneIn) {
            this.seed = seed;
            this.oneIn = oneIn;
            this.random = new Random(seed * 0x9E3779B97F4A7C15L + 7);
        }

        @Override
        public int choose(int able, boolean preempts) {
            return random.nextInt(able);
        }

        @Override
        public long stall() {
            boolean slow = oneIn > 0 && stalls < 3 && random.nextInt(oneIn) == 0;
            stalls += slow ? 1 : 0;
            return slow ? 70_000 : 0;
        }

        @Override
        public String toString() {
            return "seed " + seed + (oneIn > 0 ? " with stalls, one in " + oneIn : "");
        }
    }

    /** By a list, noting what else could have been chosen. */
    final class Listed implements Schedule {

        private final List<Integer> choices;
        private final int preemptions;
        private final List<Integer> made = new ArrayList<>();
        private final List<Integer> limits = new ArrayList<>();
        private int preempted;

        Listed(List<Integer> choices, int preemptions) {
            this.choices = List.copyOf(choices);
            this.preemptions = preemptions;
        }

        @Override
        public int choose(int able, boolean preempts) {
            boolean free = !preempts || preempted < preemptions;
            int choice = made.size() < choices.size() ? choices.get(made.size()) : 0;
            made.add(choice);
            limits.add(free ? able : Math.max(1, choice + 1));
            if (preempts && choice != 0) {
                preempted++;
            }
            return choice;
        }

        /** {@return the next list in order; null after the last} */
        List<Integer> following() {
            for (int i = made.size() - 1; i >= 0; i--) {
                if (made.get(i) + 1 < limits.get(i)) {
                    List<Integer> next = new ArrayList<>(made.subList(0, i));
                    next.add(made.get(i) + 1);
                    return next;
                }
            }
            return null;
        }

        @Override
        public String toString() {
            return "-Dsimulation.choices=" + made.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }
}
