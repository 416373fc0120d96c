package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import java.util.List;
import java.util.Random;

/** What searches play: scenes made from a seed. */
final class SearchedScenes {

    private static final Failure REFUSED = new Failure.Refused(
            new Failure.Details("x", SearchedWorld.HOST, "node-1", "unknown", "r", "Boom", "NotSpecified", "boom"));

    private static final List<Faults.Kind> KINDS = List.of(
            Faults.Kind.CRASH,
            Faults.Kind.UNREACHABLE,
            Faults.Kind.GHOST,
            Faults.Kind.STRAY,
            Faults.Kind.UNREACHABLE_GHOST,
            Faults.Kind.REBOOT,
            Faults.Kind.FAILURE);

    private SearchedScenes() {}

    /** {@return a scene of so many runs, all of it from the seed} */
    static SearchedWorld random(int runs, long seed, Schedule schedule, DistinctStates distinct) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 11);
        SearchedWorld world = new SearchedWorld(SearchedWorld.First.of(random.nextInt(8)), schedule, distinct);
        if (random.nextInt(5) == 0) {
            world.vm.mergeMillis(30_000);
        }
        if (random.nextInt(8) == 0) {
            world.vm.givesUpShutdown().shutdownMillis(40_000);
        }
        if (random.nextInt(2) == 0) {
            world.vm.lingers();
        }
        if (random.nextInt(8) == 0) {
            world.vm.startsAgainAfterReboot();
        }
        for (int i = 0; i < runs; i++) {
            String name = String.valueOf((char) ('A' + i));
            long works = random.nextInt(4) == 0 ? 300_000 : 5_000;
            List<SearchedEntry> entries = random.nextInt(4) > 0
                    ? List.of(entry(name, name, random))
                    : List.of(entry(name + "1", name, random), entry(name + "2", name, random));
            world.party(name, entries, faults(random), random.nextBoolean(), works);
        }
        return world;
    }

    private static SearchedEntry entry(String name, String run, Random random) {
        int die = random.nextInt(8);
        Request.Kind kind = die < 5 ? Request.Kind.ENABLE : die < 7 ? Request.Kind.DISABLE : Request.Kind.SPOOF;
        boolean spoofing = kind == Request.Kind.SPOOF || random.nextInt(3) == 0;
        Options options = Options.defaults()
                .withRestart(random.nextInt(4) == 0 ? Options.Restart.FORCE : Options.Restart.GRACEFUL)
                .withWhenHeld(random.nextInt(4) == 0 ? Options.WhenHeld.FAIL : Options.WhenHeld.WAIT)
                .withStart(kind != Request.Kind.SPOOF && random.nextInt(3) == 0)
                .withSpoofing(spoofing ? Options.Spoofing.ON_ALL : null);
        return new SearchedEntry(name, run, kind, options);
    }

    private static Faults faults(Random random) {
        if (random.nextInt(3) == 0) {
            return new Faults();
        }
        Faults.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        return fault(kind, 1 + random.nextInt(20), random.nextBoolean());
    }

    /** {@return that fault at that call; after it where that means anything} */
    static Faults fault(Faults.Kind kind, int call, boolean after) {
        Faults faults = new Faults();
        if (kind == Faults.Kind.FAILURE) {
            return faults.fail(after ? "writeLeases" : "change", (call + 1) / 2, REFUSED);
        }
        boolean late = kind == Faults.Kind.GHOST || kind == Faults.Kind.STRAY || kind == Faults.Kind.UNREACHABLE_GHOST;
        return after && !late ? faults.after(Faults.ANY, call, kind) : faults.before(Faults.ANY, call, kind);
    }
}
