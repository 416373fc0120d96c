package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.simulation.InsideScene.by;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.simulation.InsideScene.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Every operation once there and back, on a host that takes no time for anything. */
final class FaultScenes {

    private static final Options GRACEFUL =
            Options.defaults().withWhenHeld(Options.WhenHeld.FAIL).withTimeout(Duration.ofMinutes(5));
    private static final Options SPOOFING = GRACEFUL.withSpoofing(Options.Spoofing.ON_ALL);

    private FaultScenes() {}

    /** {@return those that need the host alone} */
    static List<InsideScene> ofTheHost() {
        return List.of(
                scene("enable", v -> v.running(), there(Kind.ENABLE, GRACEFUL)),
                scene("disable", v -> v.running().nesting(true), there(Kind.DISABLE, GRACEFUL)),
                scene(
                        "spoof",
                        v -> v.running().adapter("lan"),
                        there(Kind.SPOOF, SPOOFING.withRestart(Options.Restart.NEVER))),
                scene("enable, spoof and start", v -> v.off(), there(Kind.ENABLE, SPOOFING.withStart(true))),
                on(
                        "spoof with a restart",
                        SimulatedHost::spoofsOnlyWhileOff,
                        v -> v.running(),
                        there(Kind.SPOOF, SPOOFING)),
                scene("check", v -> v.running(), List.of(by("A", Kind.CHECK, GRACEFUL))),
                scene(
                        "release while another run holds it",
                        v -> v.running(),
                        List.of(
                                by("A", Kind.ENABLE, GRACEFUL),
                                by("B", Kind.ENABLE, GRACEFUL),
                                by("A", Kind.ROLL_BACK, GRACEFUL),
                                by("B", Kind.ROLL_BACK, GRACEFUL))),
                InsideScenes.itselfAlone());
    }

    /** {@return those that open sessions into VMs, which are processes of their own} */
    static List<InsideScene> inside() {
        return List.of(InsideScenes.itself(), InsideScenes.connectedGuest(), InsideScenes.installed());
    }

    private static List<Step> there(Kind kind, Options options) {
        return List.of(by("A", kind, options), by("A", Kind.ROLL_BACK, options));
    }

    private static InsideScene scene(String name, Consumer<SimulatedVm> vm, List<Step> steps) {
        return on(name, host -> host, vm, steps);
    }

    private static InsideScene on(
            String name, UnaryOperator<SimulatedHost> host, Consumer<SimulatedVm> vm, List<Step> steps) {
        return new InsideScene(
                name,
                false,
                () -> host.apply(SimulatedHost.intel2022("LAB-HOST")
                        .vm(
                                "node-1",
                                v -> vm.accept(
                                        v.bootMillis(0).heartbeatMillis(0).shutdownMillis(0)))),
                steps);
    }
}
