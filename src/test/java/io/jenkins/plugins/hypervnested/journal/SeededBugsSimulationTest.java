package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the simulation of controllers can fail: each of these mistakes breaks a promise in some play, and is seen. */
class SeededBugsSimulationTest {

    private static final int MOST_SEEDS = 3_000;

    /** A mistake, with the scenes in which it may show. */
    record Mistake(String name, List<String> scenes, Supplier<Variant> variant) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake("saved after sending", List.of("one1", "freestyle1"), () -> disk(SavesLate::new)),
                new Mistake(
                        "a change of what is known is not saved", List.of("one1"), () -> disk(SavesStatesAlone::new)),
                new Mistake("a crash loses what is stuck", List.of("one1"), () -> disk(LosesTheStuck::new)),
                new Mistake("returned before the machine confirmed", List.of("one1"), () -> starter(Hasty::new)),
                new Mistake("a lost rollback is taken for a good one", List.of("one1"), () -> starter(Optimist::new)),
                new Mistake("what was only intended is not swept", List.of("freestyle1"), () -> runs(SeeBegun::new)),
                new Mistake("a run that goes on is taken for ended", List.of("same1"), () -> runs(SeeEnds::new)),
                new Mistake(
                        "a run that is gone is taken for going on", List.of("freestyle1"), () -> runs(SeeNoEnd::new)),
                new Mistake("each trigger gives back on its own", List.of("one1"), EachOnItsOwn::new));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isSeen(Mistake mistake) {
        Plays plays = new Plays(mistake.variant());
        Fibers fibers = new Fibers();
        States states = new States();
        for (int seed = 0; seed < MOST_SEEDS && plays.wrong().isEmpty(); seed++) {
            String scene = mistake.scenes().get(seed % mistake.scenes().size());
            plays.random(Scene.named(scene), seed, fibers, states);
        }
        assertTrue(!plays.wrong().isEmpty(), () -> "not seen in " + plays.summary());
        System.out.println("Seeded: " + mistake.name() + ": seen after " + plays.played() + " schedules: "
                + plays.wrong().keySet().iterator().next());
        assertEquals(1, plays.stories().size());
    }

    private static Variant disk(Function<Home, Disk> disk) {
        return new Variant() {
            @Override
            Disk disk(Home home) {
                return disk.apply(home);
            }
        };
    }

    private static Variant starter(Function<OperationStarter, OperationStarter> starter) {
        return new Variant() {
            @Override
            OperationStarter starter(OperationStarter real, Start start) {
                return starter.apply(real);
            }
        };
    }

    private static Variant runs(Function<EndedRuns.Runs, EndedRuns.Runs> runs) {
        return new Variant() {
            @Override
            EndedRuns.Runs runs(Home home) {
                return runs.apply(home);
            }
        };
    }

    /** What is saved is on the disk only a second later. */
    private static final class SavesLate extends Disk {
        private final Home home;

        SavesLate(Home home) {
            super(home);
            this.home = home;
        }

        @Override
        public void save(JournalEntry entry) {
            Start now = home.now;
            home.world.later(20_000, new Object(), "the disk writes", false, () -> {
                if (home.now == now) {
                    write(entry.getId() + ".xml", entry);
                }
            });
        }
    }

    private static final class SavesStatesAlone extends Disk {
        private final Map<String, JournalEntry.State> states = new HashMap<>();

        SavesStatesAlone(Home home) {
            super(home);
        }

        @Override
        public void save(JournalEntry entry) throws IOException {
            if (states.put(entry.getId(), entry.getState()) != entry.getState()) {
                super.save(entry);
            }
        }
    }

    private static final class LosesTheStuck extends Disk {
        LosesTheStuck(Home home) {
            super(home);
        }

        @Override
        public List<JournalEntry> load() {
            return super.load().stream()
                    .filter(entry -> entry.getState() != JournalEntry.State.STUCK)
                    .toList();
        }
    }

    /** Says that everything is restored as soon as it is asked for. */
    private record Hasty(OperationStarter real) implements OperationStarter {
        @Override
        public OperationHandle start(OperationOrder order, OperationListener listener) {
            if (order.request().kind() != Request.Kind.ROLL_BACK) {
                return real.start(order, listener);
            }
            listener.ended(restored(order));
            return real.start(order, new Heard(listener, end -> {}));
        }
    }

    private record Optimist(OperationStarter real) implements OperationStarter {
        @Override
        public OperationHandle start(OperationOrder order, OperationListener listener) {
            boolean rollback = order.request().kind() == Request.Kind.ROLL_BACK;
            return real.start(
                    order,
                    new Heard(
                            listener,
                            end -> listener.ended(
                                    rollback && end.kind() == Outcome.Kind.LOST ? restored(order) : end)));
        }
    }

    private static Outcome restored(OperationOrder order) {
        List<VmResult> all = order.request().targets().stream()
                .map(target -> new VmResult(
                        target.vm().text(),
                        target.holder().entry(),
                        "",
                        "",
                        VmResult.End.RESTORED,
                        false,
                        true,
                        true,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null))
                .toList();
        return Outcome.done(new Result(null, List.of(), all));
    }

    private record Heard(OperationListener to, Consumer<Outcome> end) implements OperationListener {
        @Override
        public void sending(String agent) {
            to.sending(agent);
        }

        @Override
        public void progress(String vm, String text) {
            to.progress(vm, text);
        }

        @Override
        public void joined(Joined joined) {
            to.joined(joined);
        }

        @Override
        public void ended(Outcome outcome) {
            end.accept(outcome);
        }
    }

    private record SeeBegun(EndedRuns.Runs real) implements EndedRuns.Runs {
        @Override
        public Optional<Boolean> goesOn(JournalEntry entry) {
            return entry.getState() == JournalEntry.State.INTENDED ? Optional.of(true) : real.goesOn(entry);
        }

        @Override
        public Optional<String> whereItMoved(JournalEntry entry) {
            return real.whereItMoved(entry);
        }

        @Override
        public boolean hasJob(String fullName) {
            return real.hasJob(fullName);
        }
    }

    private record SeeEnds(EndedRuns.Runs real) implements EndedRuns.Runs {
        @Override
        public Optional<Boolean> goesOn(JournalEntry entry) {
            return Optional.of(false);
        }

        @Override
        public Optional<String> whereItMoved(JournalEntry entry) {
            return real.whereItMoved(entry);
        }

        @Override
        public boolean hasJob(String fullName) {
            return real.hasJob(fullName);
        }
    }

    private record SeeNoEnd(EndedRuns.Runs real) implements EndedRuns.Runs {
        @Override
        public Optional<Boolean> goesOn(JournalEntry entry) {
            return Optional.of(true);
        }

        @Override
        public Optional<String> whereItMoved(JournalEntry entry) {
            return real.whereItMoved(entry);
        }

        @Override
        public boolean hasJob(String fullName) {
            return real.hasJob(fullName);
        }
    }

    /** Nobody remembers what is under way. */
    private static final class EachOnItsOwn extends Variant {
        @Override
        Rollback rollback(Start start) {
            return new Rollback(() -> start.journal, () -> start.starter, () -> new WorldTimer(start));
        }
    }
}
