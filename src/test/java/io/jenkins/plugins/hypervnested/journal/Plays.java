package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Plays many fates of scenes on all processors, and keeps what went wrong with the line that brings it back. */
final class Plays {

    static final String WELL = "it went well";

    private static final int MOST_STORIES = 3;
    private static final int STROKES = 4;
    private static final int ONE_IN = 40;

    /** A full disk is told by the hundred thousand here. */
    private static final Logger FILES = Logger.getLogger(EntryFiles.class.getName());

    private final Supplier<Variant> variant;
    private final Map<String, Integer> wrong = new LinkedHashMap<>();
    private final List<String> stories = new ArrayList<>();
    private final AtomicInteger played = new AtomicInteger();
    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger choices = new AtomicInteger();

    Plays(Supplier<Variant> variant) {
        this.variant = variant;
        FILES.setLevel(Level.OFF);
    }

    int played() {
        return played.get();
    }

    int worked() {
        return worked.get();
    }

    List<String> stories() {
        return stories;
    }

    Map<String, Integer> wrong() {
        return wrong;
    }

    /** Plays one, and gives how it went wrong, or null. */
    Throwable play(Scene scene, Fate fate, Fibers fibers, States states) {
        Play play = new Play(fate, fibers, variant.get(), states, false);
        played.incrementAndGet();
        try {
            scene.set().accept(play);
            play.play();
            return null;
        } catch (Throwable e) {
            return e;
        } finally {
            worked.addAndGet(play.promises.worked());
            choices.addAndGet(fate.choices());
        }
    }

    /** {@return what happened, step by step} */
    String story(Scene scene, Fate fate) {
        Play play = new Play(fate, new Fibers(), variant.get(), new States(), true);
        String end = WELL;
        try {
            scene.set().accept(play);
            play.play();
        } catch (Throwable e) {
            end = e.toString();
        }
        return "-Dsimulation.replay=" + scene.name() + ':' + fate + "\n    " + String.join("\n    ", play.world.trace)
                + "\n  " + end;
    }

    private synchronized void wrong(Scene scene, Fate again, Throwable e) {
        String what =
                String.valueOf(e.getMessage()).replaceAll("[0-9a-f-]{36}", "#").replaceAll("[A-Z_]+[0-9]+", "#");
        what = what.substring(0, Math.min(120, what.length())) + (e instanceof AssertionError ? "" : e.getClass());
        wrong.merge(what, 1, Integer::sum);
        if (wrong.get(what) == 1 && stories.size() < MOST_STORIES) {
            stories.add(story(scene, again));
        }
    }

    /** Every fate with so many strokes. */
    void every(Scene scene, int strokes, Fibers fibers, States states) {
        List<List<Fate.Listed.Stroke>> next = List.of(List.of());
        for (int i = 0; i <= strokes; i++) {
            List<List<Fate.Listed.Stroke>> longer = new ArrayList<>();
            for (List<Fate.Listed.Stroke> list : next) {
                Fate.Listed fate = new Fate.Listed(list, Math.min(i + 1, strokes));
                Throwable e = play(scene, fate, fibers, states);
                if (e != null) {
                    wrong(scene, new Fate.Listed(list, Math.min(i + 1, strokes)), e);
                } else if (i < strokes) {
                    longer.addAll(fate.longer());
                }
            }
            next = longer;
        }
    }

    private static Fate seeded(long seed) {
        return Fate.seeded(seed, STROKES, 10 + (int) (seed % 3) * ONE_IN);
    }

    /** {@return the fate that a story names} */
    static Fate fate(String text) {
        return text.startsWith("seed")
                ? seeded(Long.parseLong(text.substring(4)))
                : Fate.Listed.parse(text, text.split(",").length);
    }

    void random(Scene scene, long seed, Fibers fibers, States states) {
        Throwable e = play(scene, seeded(seed), fibers, states);
        if (e != null) {
            wrong(scene, seeded(seed), e);
        }
    }

    String summary() {
        return played + " schedules, " + choices + " choices, " + worked + " came to work";
    }
}
