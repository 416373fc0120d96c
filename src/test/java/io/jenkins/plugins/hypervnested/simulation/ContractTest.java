package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.operation.Options.Restart;
import io.jenkins.plugins.hypervnested.operation.Options.WhenHeld;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same scenes on the simulated machine and on the shipped module over the fakes tell the same and end in equal states. */
class ContractTest {

    private static final String ODD_NAME = "node*[1]'\"$(x)`;\n実験";

    /** Opens a machine anew, for each operation. */
    private interface Connection {
        Machine open() throws MachineException, InterruptedException;
    }

    /** One thing that a run does; {@link Kind#ROLL_BACK} gives back what it did before. */
    private record Step(String run, Kind kind, Restart restart) {}

    /** A host with one VM, and what happens there. */
    record Scene(
            String name, String vm, UnaryOperator<SimulatedHost> kind, Consumer<SimulatedVm> state, List<Step> steps) {

        SimulatedHost host() {
            return kind.apply(SimulatedHost.intel2022("LAB-HOST").vm(vm, v -> {
                v.bootMillis(200).heartbeatMillis(300).shutdownMillis(300);
                state.accept(v);
            }));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Step> ENABLE_AND_GIVE_BACK =
            List.of(new Step("A", Kind.ENABLE, Restart.GRACEFUL), new Step("A", Kind.ROLL_BACK, Restart.GRACEFUL));

    private static Scene enabled(String name, Consumer<SimulatedVm> state) {
        return new Scene("a VM that " + name, "node-1", host -> host, state, ENABLE_AND_GIVE_BACK);
    }

    private static Scene on(String name, UnaryOperator<SimulatedHost> kind, Consumer<SimulatedVm> state) {
        return new Scene(name, "node-1", kind, state, ENABLE_AND_GIVE_BACK);
    }

    private static Scene scene(String name, Consumer<SimulatedVm> state, Step... steps) {
        return new Scene(name, "node-1", host -> host, state, List.of(steps));
    }

    static Stream<Scene> scenes() {
        return Stream.of(statesOfTheVm(), kindsOfHost(), otherRequests()).flatMap(Function.identity());
    }

    private static Stream<Scene> statesOfTheVm() {
        return Stream.of(
                enabled("runs", SimulatedVm::running),
                enabled("is off", SimulatedVm::off),
                enabled("has nesting already", vm -> vm.running().nesting(true)),
                enabled("is saved", SimulatedVm::saved),
                enabled("is paused", SimulatedVm::paused),
                enabled("merges its disks once it is off", vm -> vm.running().mergeMillis(600)),
                enabled("is locked", vm -> vm.running().refusesShutdown()),
                enabled("offers no shutdown", vm -> vm.running().offersNoShutdown()),
                new Scene("an odd name", ODD_NAME, host -> host, SimulatedVm::off, ENABLE_AND_GIVE_BACK));
    }

    private static Stream<Scene> kindsOfHost() {
        return Stream.of(
                on("a platform without nesting", SimulatedHost::withoutNestingSupport, SimulatedVm::running),
                on("a host without the parameter", SimulatedHost::withoutTheParameter, SimulatedVm::off),
                on("a member of Hyper-V Administrators alone", SimulatedHost::notAdministrator, SimulatedVm::off));
    }

    private static Stream<Scene> otherRequests() {
        return Stream.of(
                scene(
                        "disabled and given back",
                        vm -> vm.running().nesting(true),
                        new Step("A", Kind.DISABLE, Restart.GRACEFUL),
                        new Step("A", Kind.ROLL_BACK, Restart.GRACEFUL)),
                scene(
                        "a locked VM turned off by force",
                        vm -> vm.running().refusesShutdown(),
                        new Step("A", Kind.ENABLE, Restart.FORCE),
                        new Step("A", Kind.ROLL_BACK, Restart.FORCE)),
                scene(
                        "adapters spoof while the VM runs",
                        SimulatedVm::running,
                        new Step("A", Kind.SPOOF, Restart.NEVER),
                        new Step("A", Kind.ROLL_BACK, Restart.NEVER)),
                new Scene(
                        "a host that refuses spoofing while the VM runs",
                        "node-1",
                        SimulatedHost::spoofsOnlyWhileOff,
                        SimulatedVm::running,
                        List.of(
                                new Step("A", Kind.SPOOF, Restart.GRACEFUL),
                                new Step("A", Kind.ROLL_BACK, Restart.GRACEFUL))),
                scene("a running VM without restart", SimulatedVm::running, new Step("A", Kind.ENABLE, Restart.NEVER)),
                scene(
                        "shared by two runs",
                        SimulatedVm::off,
                        new Step("A", Kind.ENABLE, Restart.GRACEFUL),
                        new Step("B", Kind.ENABLE, Restart.GRACEFUL),
                        new Step("A", Kind.ROLL_BACK, Restart.GRACEFUL),
                        new Step("B", Kind.ROLL_BACK, Restart.GRACEFUL)));
    }

    /** What both told, of every scene; they are played side by side, because most of their time is waiting. */
    private static final Map<String, Future<List<String>>> TOLD = new LinkedHashMap<>();

    @BeforeAll
    static void playAll(@TempDir Path folder) throws IOException {
        if (FakeHost.pwsh().isEmpty()) {
            return;
        }
        // all of them first: a process that starts while another's program is written keeps that file busy
        Map<Scene, FakeHost> hosts = new LinkedHashMap<>();
        for (Scene scene : scenes().toList()) {
            Path own = Files.createDirectory(folder.resolve("scene-" + hosts.size()));
            hosts.put(scene, FakeHost.create(own, scene.host(), state -> {}));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        hosts.forEach((scene, real) -> TOLD.put(scene.name(), threads.submit(() -> {
            List<String> told = play(scene, real::connect);
            told.addAll(ends(real.state()));
            return told;
        })));
        threads.shutdown();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void bothTellTheSame(Scene scene) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        SimulatedHost simulated = scene.host();
        List<String> expected = play(scene, simulated::connect);
        expected.addAll(ends(simulated));
        List<String> told = TOLD.get(scene.name()).get(5, TimeUnit.MINUTES);
        assertEquals(String.join("\n", expected), String.join("\n", told));
    }

    private static List<String> play(Scene scene, Connection connection) throws InterruptedException {
        List<String> told = new ArrayList<>();
        Map<String, SimulatedRun> runs = new LinkedHashMap<>();
        for (Step step : scene.steps()) {
            SimulatedRun run = runs.computeIfAbsent(
                    step.run(),
                    name -> new SimulatedRun(
                                    name, step.kind(), SimulatedRun.options(step.restart(), true, WhenHeld.FAIL))
                            .of(scene.vm()));
            told.add(step.run() + ' ' + step.kind());
            try (Machine machine = new TellingMachine(connection.open(), told)) {
                told.add(shown(step.kind() == Kind.ROLL_BACK ? run.giveBack(machine) : run.enter(machine)));
            } catch (MachineException e) {
                told.add(TellingMachine.shown(e.failure())
                        + ' '
                        + e.failure().details().message());
            }
        }
        return told;
    }

    private static String shown(VmResult result) {
        return result.end() + (result.changed() ? " changed" : " unchanged") + (result.verified() ? " verified" : "")
                + (result.held() ? " held" : "") + "\n  before " + shown(result.before()) + "\n  after "
                + shown(result.after())
                + "\n  plan " + result.plan() + "\n  aspects " + result.aspects() + "\n  notes " + result.notes()
                + (result.failure() == null ? "" : "\n  failure " + TellingMachine.shown(result.failure()));
    }

    /** Without the heartbeat, which depends on when one looks. */
    private static String shown(Snapshot snapshot) {
        return snapshot == null
                ? "unknown"
                : snapshot.state() + " nesting " + snapshot.nesting() + ' ' + snapshot.spoofing();
    }

    private static List<String> ends(SimulatedHost host) {
        return host.vms().stream()
                .map(vm -> vm.name()
                        + ' '
                        + vm.platformState()
                        + ' '
                        + vm.nesting()
                        + ' '
                        + vm.adapters().get(0).spoofing())
                .toList();
    }

    private static List<String> ends(JsonObject state) {
        return state.getArray("vms").stream()
                .map(JsonObject.class::cast)
                .map(vm -> vm.getString("name")
                        + ' '
                        + vm.getString("state")
                        + ' '
                        + vm.getBoolean("nesting")
                        + ' '
                        + vm.getArray("adapters").getObject(0).getBoolean("spoofing"))
                .toList();
    }
}
