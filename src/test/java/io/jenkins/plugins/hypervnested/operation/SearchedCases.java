package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is searched in every order, up to a bound on how often a run is preempted: cases, numbered. */
final class SearchedCases {

    /** How one case is made, and how often a run may lose its turn though it could go on. */
    record Case(String name, int preemptions, Maker maker) {

        SearchedWorld world(Schedule schedule, DistinctStates distinct) {
            return maker.make(schedule, distinct);
        }
    }

    /** Makes the world of a case. */
    interface Maker {
        SearchedWorld make(Schedule schedule, DistinctStates distinct);
    }

    private record Want(Request.Kind kind, boolean spoofing, boolean start, Options.Restart restart) {

        static final Want ENABLE = new Want(Request.Kind.ENABLE, false, false, Options.Restart.GRACEFUL);
        static final Want DISABLE = new Want(Request.Kind.DISABLE, false, false, Options.Restart.GRACEFUL);
        static final Want SPOOF = new Want(Request.Kind.SPOOF, true, false, Options.Restart.GRACEFUL);
        static final Want BOTH = new Want(Request.Kind.ENABLE, true, false, Options.Restart.GRACEFUL);
        static final Want START = new Want(Request.Kind.ENABLE, false, true, Options.Restart.GRACEFUL);
        static final Want FORCE = new Want(Request.Kind.ENABLE, false, false, Options.Restart.FORCE);

        SearchedEntry entry(String name, String run) {
            Options options = Options.defaults()
                    .withRestart(restart)
                    .withStart(start)
                    .withSpoofing(spoofing ? Options.Spoofing.ON_ALL : null);
            return new SearchedEntry(name, run, kind, options);
        }
    }

    private static final List<Want> WANTS =
            List.of(Want.ENABLE, Want.DISABLE, Want.SPOOF, Want.BOTH, Want.START, Want.FORCE);
    private static final List<List<Want>> PAIRS = List.of(
            List.of(Want.ENABLE, Want.ENABLE),
            List.of(Want.ENABLE, Want.DISABLE),
            List.of(Want.ENABLE, Want.SPOOF),
            List.of(Want.BOTH, Want.ENABLE),
            List.of(Want.START, Want.ENABLE),
            List.of(Want.DISABLE, Want.DISABLE));
    private static final List<List<Want>> TRIPLES = List.of(
            List.of(Want.ENABLE, Want.ENABLE, Want.ENABLE),
            List.of(Want.ENABLE, Want.DISABLE, Want.SPOOF),
            List.of(Want.SPOOF, Want.BOTH, Want.START));
    private static final List<Faults.Kind> BLOWS =
            List.of(Faults.Kind.CRASH, Faults.Kind.UNREACHABLE, Faults.Kind.GHOST, Faults.Kind.STRAY);
    private static final List<Faults.Kind> ALL = List.of(
            Faults.Kind.CRASH,
            Faults.Kind.UNREACHABLE,
            Faults.Kind.GHOST,
            Faults.Kind.STRAY,
            Faults.Kind.UNREACHABLE_GHOST,
            Faults.Kind.REBOOT,
            Faults.Kind.FAILURE);
    private static final int FIRSTS = 8;
    private static final int CALLS = 18;
    private static final long WORK = 5_000;

    private final List<Case> cases = new ArrayList<>();

    private SearchedCases() {}

    /** {@return all of them, always in the same order} */
    static List<Case> all() {
        SearchedCases all = new SearchedCases();
        for (int first = 0; first < FIRSTS; first++) {
            all.alone(first);
            all.twoBlows(first);
            all.twoEntries(first);
            all.pairs(first);
            all.triples(first);
        }
        return all.cases;
    }

    /** One run that is struck anywhere; what it left on its way lands anywhere. */
    private void alone(int first) {
        for (Want want : WANTS) {
            for (Faults.Kind kind : ALL) {
                for (int call = 1; call <= CALLS; call++) {
                    for (int how = 0; how < 4; how++) {
                        int at = call;
                        boolean after = (how & 1) != 0;
                        boolean resumes = (how & 2) != 0;
                        add(
                                want + " alone, " + kind + (after ? " after " : " before ") + call,
                                first,
                                1,
                                world -> world.party(
                                        "A",
                                        List.of(want.entry("A", "A")),
                                        SearchedScenes.fault(kind, at, after),
                                        resumes,
                                        WORK));
                    }
                }
            }
        }
    }

    /** One run that is struck when it enters, and again when it gives back. */
    private void twoBlows(int first) {
        for (Want want : WANTS) {
            for (int kinds = 0; kinds < BLOWS.size() * BLOWS.size(); kinds++) {
                Faults.Kind one = BLOWS.get(kinds / BLOWS.size());
                Faults.Kind other = BLOWS.get(kinds % BLOWS.size());
                for (int call = 1; call <= CALLS; call++) {
                    for (int later = 1; later <= CALLS; later++) {
                        int at = call;
                        int then = later;
                        add(
                                want + " alone, " + one + " at " + call + ", then " + other + " at " + later,
                                first,
                                0,
                                world -> world.party(
                                                "A",
                                                List.of(want.entry("A", "A")),
                                                SearchedScenes.fault(one, at, false),
                                                false,
                                                WORK)
                                        .thenSuffers(SearchedScenes.fault(other, then, false)));
                    }
                }
            }
        }
    }

    /** One run with two entries, the second of which is struck. */
    private void twoEntries(int first) {
        for (List<Want> two : List.of(List.of(Want.SPOOF, Want.ENABLE), List.of(Want.ENABLE, Want.DISABLE))) {
            for (Faults.Kind kind : ALL) {
                for (int call = 1; call <= CALLS; call++) {
                    int at = call;
                    add(
                            two + " of one run, " + kind + " at " + call,
                            first,
                            1,
                            world -> world.party(
                                    "A",
                                    List.of(
                                            two.get(0).entry("A1", "A"),
                                            two.get(1).entry("A2", "A")),
                                    SearchedScenes.fault(kind, at, false),
                                    false,
                                    WORK));
                }
            }
        }
    }

    private void pairs(int first) {
        for (List<Want> two : PAIRS) {
            add(two + " of two runs", first, 2, world -> parties(world, two, new Faults()));
            for (Faults.Kind kind : BLOWS) {
                for (int call = 1; call <= CALLS; call++) {
                    int at = call;
                    add(
                            two + " of two runs, " + kind + " at " + call,
                            first,
                            1,
                            world -> parties(world, two, SearchedScenes.fault(kind, at, false)));
                }
            }
        }
    }

    private void triples(int first) {
        for (List<Want> three : TRIPLES) {
            add(three + " of three runs", first, 1, world -> parties(world, three, new Faults()));
            for (int call = 2; call <= CALLS; call += 4) {
                int at = call;
                add(
                        three + " of three runs, crash at " + call,
                        first,
                        1,
                        world -> parties(world, three, SearchedScenes.fault(Faults.Kind.GHOST, at, false)));
            }
        }
    }

    private static void parties(SearchedWorld world, List<Want> wants, Faults ofTheFirst) {
        for (int i = 0; i < wants.size(); i++) {
            String name = String.valueOf((char) ('A' + i));
            world.party(name, List.of(wants.get(i).entry(name, name)), i == 0 ? ofTheFirst : new Faults(), false, WORK);
        }
    }

    private void add(String name, int first, int preemptions, Consumer<SearchedWorld> scene) {
        SearchedWorld.First was = SearchedWorld.First.of(first);
        cases.add(new Case(name + ", first " + was, preemptions, (schedule, distinct) -> {
            SearchedWorld world = new SearchedWorld(was, schedule, distinct);
            scene.accept(world);
            return world;
        }));
    }
}
