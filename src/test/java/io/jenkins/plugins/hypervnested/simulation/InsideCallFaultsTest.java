package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever call of a cmdlet fails while a machine gets a network for itself and for one guest, and while that is given back: by the
 * shipped module on a real PowerShell, everything ends as it was.
 *
 * <p>Each call that changes something fails, by turns before and after it did; another {@code -Dinside.seed} turns that round.
 * {@code -Dinside.points=all} has every call of any cmdlet fail, both before and after, which takes many minutes.
 */
class InsideCallFaultsTest {

    private static final boolean ALL = System.getProperty("inside.points", "").equals("all");
    private static final int SEED = Integer.getInteger("inside.seed", 1);
    private static final int AT_ONCE = 3;
    private static final int MOST_TRIES = 5;
    private static final Pattern CHANGING = Pattern.compile("(New|Remove|Set|Connect|Disconnect)-.*");

    private ExecutorService threads;

    /**
     * One call that fails.
     *
     * @param place where the state of its machine is, from the folder of the host's own
     * @param call which call of that cmdlet there, from 1
     */
    private record Point(String place, String cmdlet, int call, String when) {

        void orderedOf(JsonObject state) {
            JsonObject failure = new JsonObject();
            failure.put("cmdlet", cmdlet);
            failure.put("call", call);
            failure.put("when", when);
            failure.put("id", "Boom," + cmdlet);
            failure.put("category", "NotSpecified");
            state.put("failAt", new JsonArray(List.of(failure)));
        }

        @Override
        public String toString() {
            return cmdlet + " no. " + call + (place.isEmpty() ? " on the machine" : " in the guest") + " fails " + when;
        }
    }

    /** {@return how often each cmdlet was called there, in the order of the first calls} */
    private static Map<String, Integer> calls(Path folder, String place) throws IOException {
        Map<String, Integer> calls = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve(place + "host.json.log"))) {
            calls.merge(line.split(" ", 2)[0], 1, Integer::sum);
        }
        return calls;
    }

    /** Plays the scene without any failure, to see which calls there are. */
    private static List<Point> points(Path folder) throws IOException, InterruptedException {
        assertEquals(List.of("DONE", "RESTORED"), play(folder, null));
        List<Point> points = new ArrayList<>();
        for (String place : List.of("", guest())) {
            for (Map.Entry<String, Integer> cmdlet : calls(folder, place).entrySet()) {
                boolean changes = CHANGING.matcher(cmdlet.getKey()).matches();
                for (int call = 1; call <= cmdlet.getValue() && (ALL || changes); call++) {
                    boolean before = (points.size() + SEED) % 2 == 0;
                    if (ALL || before) {
                        points.add(new Point(place, cmdlet.getKey(), call, "before"));
                    }
                    if (ALL || !before) {
                        points.add(new Point(place, cmdlet.getKey(), call, "after"));
                    }
                }
            }
        }
        return points;
    }

    private static String guest() {
        return "inside/" + InsideScenes.itself().host().get().vm("nested-1").id() + '/';
    }

    /** {@return how each operation ended} */
    private static List<String> play(Path folder, Point point) throws IOException, InterruptedException {
        InsideScene scene = InsideScenes.itself();
        FakeHost host = FakeHost.create(folder, scene.host().get(), state -> {});
        if (point != null) {
            host.edit(point.place(), point::orderedOf);
        }
        List<String> before = FakePicture.of(folder);
        Options options = scene.steps().get(0).options();
        SimulatedRun run = new SimulatedRun("A", Kind.NAT, options).ofTheMachine();
        List<String> ends = new ArrayList<>();
        ends.add(ask(host, run, Kind.NAT));
        for (int attempt = 0; attempt < MOST_TRIES && !ends.get(ends.size() - 1).equals("RESTORED"); attempt++) {
            ends.add(ask(host, run, Kind.ROLL_BACK));
        }
        assertEquals(before, FakePicture.of(folder), ends::toString);
        assertEquals(List.of(), FakePicture.leases(folder), ends::toString);
        assertTrue(ends.get(ends.size() - 1).equals("RESTORED"), ends::toString);
        return ends;
    }

    private static String ask(FakeHost host, SimulatedRun run, Kind kind) throws InterruptedException {
        try (PowerShellMachine machine = host.connect()) {
            VmResult result = kind == Kind.NAT ? run.enter(machine) : run.giveBack(machine);
            assertTrue(result.verified() || result.failure() != null, result::toString);
            return result.end() + (result.failure() == null ? "" : ' ' + TellingMachine.shown(result.failure()));
        } catch (MachineException e) {
            return TellingMachine.shown(e.failure());
        }
    }

    @TestFactory
    Stream<DynamicTest> everythingEndsAsItWas(@TempDir Path folder) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        List<Point> points = points(Files.createDirectory(folder.resolve("no-failure")));
        System.out.println(points.size() + " points, " + (ALL ? "all" : "seed " + SEED) + ": " + points);
        assertTrue(points.size() >= 15, "only " + points);
        threads = Executors.newFixedThreadPool(AT_ONCE);
        Map<Point, Future<List<String>>> played = new HashMap<>();
        for (Point point : points) {
            Path own = Files.createDirectory(folder.resolve("point-" + played.size()));
            played.put(point, threads.submit(() -> play(own, point)));
        }
        threads.shutdown();
        return points.stream()
                .map(point -> dynamicTest(point.toString(), () -> {
                    List<String> ends = played.get(point).get(ALL ? 120 : 6, TimeUnit.MINUTES);
                    System.out.println(point + ": " + ends);
                    assertTrue(ALL || ends.toString().contains("Boom"), () -> "did not fail at all: " + ends);
                }));
    }

    /** A scene that hangs keeps no process. */
    @AfterEach
    void nothingIsLeftBehind() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
