package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two and three runs share a VM in every bounded and in many random orders; nobody disturbs another, and the last restores. */
class SharedVmSimulationTest {

    /** How many random orders each test plays; -Dsimulation.seeds=20000 looks longer. */
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 400);

    private static final List<Faults.Kind> KINDS = List.of(
            Faults.Kind.CRASH,
            Faults.Kind.UNREACHABLE,
            Faults.Kind.GHOST,
            Faults.Kind.STRAY,
            Faults.Kind.UNREACHABLE_GHOST);

    private static SimulatedRun random(String name, String run, Random random) {
        Request.Kind kind = random.nextInt(4) == 0 ? Request.Kind.DISABLE : Request.Kind.ENABLE;
        Options.Restart restart = random.nextInt(4) == 0 ? Options.Restart.FORCE : Options.Restart.GRACEFUL;
        Options.WhenHeld held = random.nextInt(4) == 0 ? Options.WhenHeld.FAIL : Options.WhenHeld.WAIT;
        return new SimulatedRun(
                name, run, kind, SimulatedRun.options(restart, random.nextInt(3) == 0, held, random.nextInt(3) == 0));
    }

    private static Faults faults(Random random) {
        Faults faults = new Faults();
        if (random.nextInt(3) > 0) {
            Faults.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            int call = 1 + random.nextInt(24);
            boolean after = random.nextBoolean() && (kind == Faults.Kind.CRASH || kind == Faults.Kind.UNREACHABLE);
            faults = after ? faults.after(Faults.ANY, call, kind) : faults.before(Faults.ANY, call, kind);
        }
        return faults;
    }

    private static int play(int runs, long seed, Schedule schedule) {
        Random random = new Random(seed);
        SharedLab shared = new SharedLab(Lab.First.all().get(random.nextInt(8)), schedule);
        if (random.nextInt(5) == 0) {
            shared.lab.vm.mergeMillis(30_000);
        }
        if (random.nextInt(8) == 0) {
            shared.lab.vm.givesUpShutdown().shutdownMillis(40_000);
        }
        for (int i = 0; i < runs; i++) {
            String name = String.valueOf((char) ('A' + i));
            long works = random.nextInt(4) == 0 ? 300_000 : 5_000;
            List<SimulatedRun> entries = random.nextInt(4) > 0
                    ? List.of(random(name, name, random))
                    : List.of(random(name + "1", name, random), random(name + "2", name, random));
            shared.run(entries, faults(random), random.nextBoolean(), works);
        }
        shared.play();
        return shared.worked();
    }

    private static void many(int seeds, int runs, int stallsOneIn) {
        int worked = 0;
        List<String> wrong = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Schedule schedule = stallsOneIn == 0 ? Schedule.seeded(seed) : Schedule.seededWithStalls(seed, stallsOneIn);
            try {
                worked += play(runs, seed, schedule);
            } catch (AssertionError e) {
                wrong.add(e.getMessage());
            }
        }
        System.out.println(seeds + " schedules of " + runs + " runs, " + worked + " came to work");
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " went wrong, the first: " + wrong.get(0));
        assertTrue(worked > seeds / 2, "hardly anybody came to work: " + worked);
    }

    @Test
    void twoRunsWithCrashesAndGhosts() {
        many(SEEDS, 2, 0);
    }

    @Test
    void threeRunsWithCrashesAndGhosts() {
        many(SEEDS, 3, 0);
    }

    @Test
    void twoRunsOfWhichOneIsSometimesVerySlow() {
        many(SEEDS, 2, 30);
    }

    private static SimulatedRun run(String name, Request.Kind kind, boolean starts) {
        Options options = SimulatedRun.options(Options.Restart.GRACEFUL, false, Options.WhenHeld.WAIT, starts);
        return new SimulatedRun(name, kind, options);
    }

    /** The first works for long, the second comes and goes meanwhile. */
    private static void everyOrder(
            Lab.First first, Request.Kind one, boolean starts, Request.Kind other, boolean startsToo) {
        int schedules = Schedule.every(2, schedule -> {
            SharedLab shared = new SharedLab(first, schedule);
            shared.run(List.of(run("A", one, starts)), new Faults(), false, 120_000);
            shared.run(List.of(run("B", other, startsToo)), new Faults(), false, 5_000);
            shared.play();
        });
        System.out.println(schedules + " schedules of 2 runs, every order with two preemptions");
        assertTrue(schedules > 200, "only " + schedules);
    }

    @Test
    void twoThatWantTheSame() {
        everyOrder(new Lab.First(true, false, false), Request.Kind.ENABLE, false, Request.Kind.ENABLE, false);
    }

    @Test
    void oneThatStartsTheVmLeavesItRunningForTheOther() {
        everyOrder(new Lab.First(false, false, false), Request.Kind.ENABLE, false, Request.Kind.ENABLE, true);
    }

    @Test
    void oneThatWantsTheOppositeWaits() {
        everyOrder(new Lab.First(true, false, false), Request.Kind.ENABLE, false, Request.Kind.DISABLE, false);
    }

    @Test
    void aRunIsNotInItsOwnWay() {
        SharedLab shared = new SharedLab(new Lab.First(true, false, false), Schedule.seeded(1));
        Options options = SimulatedRun.options(Options.Restart.GRACEFUL, false, Options.WhenHeld.FAIL);
        SimulatedRun one = new SimulatedRun("A1", "A", Request.Kind.ENABLE, options);
        SimulatedRun then = new SimulatedRun("A2", "A", Request.Kind.DISABLE, options);
        shared.run(List.of(one, then), new Faults(), false, 5_000);
        shared.play();
        assertEquals(1, shared.worked());
    }

    @Test
    void twoThatWantItOff() {
        everyOrder(new Lab.First(true, true, false), Request.Kind.DISABLE, false, Request.Kind.DISABLE, false);
    }
}
