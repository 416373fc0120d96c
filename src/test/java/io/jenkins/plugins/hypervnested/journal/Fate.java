package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** What happens where several things could. The first of them is what usually happens; any other one is a stroke of fate. */
abstract class Fate {

    private final int most;
    private int made;
    private int strokes;

    Fate(int most) {
        this.most = most;
    }

    /** {@return whether anything unusual may still happen} */
    boolean isOpen() {
        return strokes < most;
    }

    /** {@return which of so many things happens} They are counted only when one of the others may. */
    final int choose(IntSupplier able) {
        if (!isOpen()) {
            return 0;
        }
        int choice = decide(made++, able);
        strokes += choice == 0 ? 0 : 1;
        return choice;
    }

    abstract int decide(int index, IntSupplier able);

    /** {@return how often there was a choice} */
    int choices() {
        return made;
    }

    /** At random from a seed. */
    static Fate seeded(long seed, int most, int oneIn) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 11);
        return new Fate(most) {
            @Override
            int decide(int index, IntSupplier able) {
                int others = random.nextInt(oneIn) == 0 ? able.getAsInt() - 1 : 0;
                return others == 0 ? 0 : 1 + random.nextInt(others);
            }

            @Override
            public String toString() {
                return "seed" + seed;
            }
        };
    }

    /** By a list of strokes; for going through all lists. */
    static final class Listed extends Fate {

        /** One stroke: at which choice, and which. */
        record Stroke(int index, int choice) {}

        private final List<Stroke> strokes;
        private final int most;
        private final List<Integer> limits = new ArrayList<>();

        Listed(List<Stroke> strokes, int most) {
            super(most);
            this.strokes = List.copyOf(strokes);
            this.most = most;
        }

        @Override
        int decide(int index, IntSupplier able) {
            if (strokes.size() < most) {
                limits.add(able.getAsInt());
            } else if (strokes.stream().anyMatch(s -> s.index() == index)) {
                able.getAsInt();
            }
            return strokes.stream()
                    .filter(s -> s.index() == index)
                    .mapToInt(Stroke::choice)
                    .findFirst()
                    .orElse(0);
        }

        /** {@return all lists that have one stroke more, later than the last one} */
        List<List<Stroke>> longer() {
            int from = strokes.isEmpty() ? 0 : strokes.get(strokes.size() - 1).index() + 1;
            List<List<Stroke>> longer = new ArrayList<>();
            for (int i = from; i < limits.size(); i++) {
                for (int choice = 1; choice < limits.get(i); choice++) {
                    List<Stroke> next = new ArrayList<>(strokes);
                    next.add(new Stroke(i, choice));
                    longer.add(next);
                }
            }
            return longer;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            strokes.forEach(s -> text.append(text.isEmpty() ? "" : ",")
                    .append(s.index())
                    .append('-')
                    .append(s.choice()));
            return text.isEmpty() ? "none" : text.toString();
        }

        /** {@return what {@link #toString()} told} */
        static Listed parse(String text, int most) {
            List<Stroke> strokes = new ArrayList<>();
            if (!text.equals("none")) {
                for (String stroke : text.split(",")) {
                    String[] parts = stroke.split("-");
                    strokes.add(new Stroke(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
                }
            }
            return new Listed(strokes, most);
        }
    }
}
