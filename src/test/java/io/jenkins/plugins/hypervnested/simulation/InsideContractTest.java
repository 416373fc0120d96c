package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done inside VMs is told alike by the simulation and by the shipped module over the fakes, and ends in equal states. */
class InsideContractTest {

    private static final int AT_ONCE = 5;

    /** What was told on the fakes, of every scene; they are played side by side, because much of their time is waiting. */
    private static final Map<String, Future<List<String>>> TOLD = new LinkedHashMap<>();

    private static ExecutorService threads;

    static Stream<InsideScene> scenes() {
        return InsideScenes.all();
    }

    @BeforeAll
    static void playAll(@TempDir Path folder) throws IOException {
        if (FakeHost.pwsh().isEmpty()) {
            return;
        }
        // all of them first: a process that starts while another's program is written keeps that file busy
        Map<InsideScene, Faked> worlds = new LinkedHashMap<>();
        for (InsideScene scene : scenes().toList()) {
            Path own = Files.createDirectory(folder.resolve("scene-" + worlds.size()));
            worlds.put(
                    scene,
                    new Faked(
                            FakeHost.create(own, scene.host().get(), state -> {}),
                            scene.host().get()));
        }
        threads = Executors.newFixedThreadPool(AT_ONCE);
        worlds.forEach((scene, faked) -> TOLD.put(scene.name(), threads.submit(() -> scene.play(faked))));
        threads.shutdown();
    }

    /** A scene that hangs keeps no process. */
    @AfterAll
    static void nothingIsLeftBehind() {
        if (threads != null) {
            threads.shutdownNow();
        }
        TOLD.clear();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void bothTellTheSame(InsideScene scene) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        List<String> expected = scene.play(new Simulated(scene.host().get()));
        List<String> told = TOLD.get(scene.name()).get(30, TimeUnit.MINUTES);
        assertEquals(InsideScene.comparable(expected), InsideScene.comparable(told));
    }

    private record Simulated(SimulatedHost host) implements InsideScene.World {

        @Override
        public Machine open() {
            return host.connect();
        }

        @Override
        public void turnNodeOff() {
            host.vm("node-1").off();
        }

        @Override
        public void connectOther() {
            host.vm("node-1").inside().vm("other").connected(0, "VmNAT");
        }

        @Override
        public List<String> picture() {
            List<String> picture =
                    new ArrayList<>(List.of(SimulatedPicture.of(host).split("\n")));
            picture.addAll(SimulatedPicture.leases(host).stream()
                    .map(lease -> lease.substring(0, lease.indexOf(" {")))
                    .toList());
            return picture;
        }
    }

    /** @param scene the same host, to know its VMs by */
    private record Faked(FakeHost host, SimulatedHost scene) implements InsideScene.World {

        @Override
        public Machine open() throws MachineException, InterruptedException {
            return host.connect();
        }

        @Override
        public void turnNodeOff() throws IOException {
            host.edit(
                    "",
                    state -> vm(state, "node-1", vm -> {
                        vm.put("state", "Off");
                        vm.put("next", null);
                    }));
        }

        @Override
        public void connectOther() throws IOException {
            SimulatedVm node = scene.vm("node-1");
            host.edit("inside/" + node.id() + '/', state -> {
                JsonObject vmNat =
                        state.getObject("network").getArray("switches").getObject(0);
                vm(state, "other", vm -> {
                    JsonObject adapter = vm.getArray("adapters").getObject(0);
                    adapter.put("switchId", vmNat.getString("id"));
                    adapter.put("switchName", vmNat.getString("name"));
                });
            });
        }

        private static void vm(JsonObject state, String name, Consumer<JsonObject> change) {
            state.getArray("vms").stream()
                    .map(JsonObject.class::cast)
                    .filter(vm -> vm.getString("name").equals(name))
                    .forEach(change);
        }

        @Override
        public List<String> picture() throws IOException {
            List<String> picture = new ArrayList<>(FakePicture.of(host.folder()));
            picture.addAll(FakePicture.leases(host.folder()).stream()
                    .map(lease -> lease.substring(0, lease.indexOf(" {")).replace(".json", ""))
                    .toList());
            return picture;
        }
    }
}
