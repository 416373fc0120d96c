package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What plays begin with.
 *
 * @param name how a replay is asked for
 * @param set puts VMs, controllers and runs there
 */
record Scene(String name, Consumer<Play> set) {

    private static final String VM = "node-1";
    private static final String OTHER = "node-2";

    static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            all.add(one(bits));
        }
        all.add(freestyle(0));
        all.add(freestyle(1));
        for (int bits : List.of(0, 1, 3)) {
            all.add(two("same" + bits, bits, false, on(false), on(false)));
            all.add(two("opposite" + bits, bits, false, on(false), off(Options.WhenHeld.WAIT)));
            all.add(two("refused" + bits, bits, false, on(false), off(Options.WhenHeld.FAIL)));
            all.add(two("controllers" + bits, bits, true, on(false), on(true)));
            all.add(two("controllers-opposite" + bits, bits, true, on(false), off(Options.WhenHeld.WAIT)));
        }
        all.add(severalSteps(1));
        all.add(severalSteps(4));
        all.add(severalVms());
        all.add(release(1));
        all.add(release(0));
        all.add(three());
        return all;
    }

    /** {@return those in which every mishap at every point can be played} */
    static List<Scene> small() {
        return all().stream()
                .filter(scene -> scene.name().matches("one.|freestyle.|same.|refused.|controllers[01]|steps.|release0"))
                .toList();
    }

    static Scene named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stage.Hold on(boolean start) {
        return new Stage.Hold(
                Request.Kind.ENABLE, List.of(VM), Options.defaults().withStart(start));
    }

    private static Stage.Hold off(Options.WhenHeld whenHeld) {
        return new Stage.Hold(
                Request.Kind.DISABLE, List.of(VM), Options.defaults().withWhenHeld(whenHeld));
    }

    private static Stage.Hold spoof() {
        return new Stage.Hold(
                Request.Kind.SPOOF, List.of(VM), Options.defaults().withSpoofing(Options.Spoofing.ON_ALL));
    }

    private static Scene one(int bits) {
        return new Scene("one" + bits, play -> {
            play.vm(VM, Play.First.of(bits));
            play.build(play.home("C"), "A", 0, true, List.of(on(false), new Stage.Work(60_000)));
        });
    }

    private static Scene freestyle(int bits) {
        return new Scene("freestyle" + bits, play -> {
            play.vm(VM, Play.First.of(bits));
            play.build(play.home("C"), "A", 0, false, List.of(on(true), new Stage.Work(60_000)));
        });
    }

    private static Scene two(String name, int bits, boolean controllers, Stage.Hold one, Stage.Hold other) {
        return new Scene(name, play -> {
            play.vm(VM, Play.First.of(bits));
            Home home = play.home("C");
            play.build(home, "A", 0, true, List.of(one, new Stage.Work(120_000)));
            Home second = controllers ? play.home("D") : home;
            second.clockAhead = controllers ? 5 * 3_600_000 : 0;
            play.build(second, "B", 2_000, true, List.of(other, new Stage.Work(20_000)));
        });
    }

    private static Scene severalSteps(int bits) {
        return new Scene("steps" + bits, play -> {
            play.vm(VM, Play.First.of(bits));
            play.build(play.home("C"), "A", 0, true, List.of(spoof(), on(false), new Stage.Work(30_000)));
        });
    }

    private static Scene severalVms() {
        Stage.Hold both = new Stage.Hold(Request.Kind.ENABLE, List.of(VM, OTHER), Options.defaults());
        return new Scene("vms", play -> {
            play.vm(VM, Play.First.of(1)).vm(OTHER, Play.First.of(0));
            Home home = play.home("C");
            play.build(home, "A", 0, true, List.of(both, new Stage.Work(30_000)));
            play.build(home, "B", 10_000, false, List.of(on(false), new Stage.Work(60_000)));
        });
    }

    private static Scene release(int bits) {
        return new Scene("release" + bits, play -> {
            play.vm(VM, Play.First.of(bits));
            List<Stage> plan = List.of(
                    on(false), new Stage.Work(10_000), new Stage.GiveBack(), new Stage.Work(10_000), spoof(), on(true));
            play.build(play.home("C"), "A", 0, true, plan);
        });
    }

    private static Scene three() {
        return new Scene("three", play -> {
            play.vm(VM, Play.First.of(1));
            Home home = play.home("C");
            play.build(home, "A", 0, true, List.of(on(false), new Stage.Work(60_000)));
            play.build(home, "B", 3_000, true, List.of(off(Options.WhenHeld.WAIT), new Stage.Work(20_000)));
            play.build(play.home("D"), "E", 6_000, false, List.of(spoof(), on(true), new Stage.Work(90_000)));
        });
    }
}
