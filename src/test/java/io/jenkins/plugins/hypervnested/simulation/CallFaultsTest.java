package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever call of a cmdlet fails in any operation: by the shipped module on a real PowerShell, everything ends as it was, and nobody
 * holds anything.
 *
 * <p>Calls that change something fail both before and after they did, others by turns; inside VMs, where each session is a process,
 * only calls that change something fail, by turns. {@code -Dpoints=all} has every call fail both before and after, on every machine;
 * {@code -Dpoints.seed=} turns round what is by turns; {@code -Dpoint=} with the name of a point, or of an operation, plays that one alone,
 * {@code -Dpoints.every=1} plays each point, usually each second is. A guest may take seconds to shut down, not minutes, see
 * {@link ModuleAlterations#QUICK}.
 */
class CallFaultsTest {

    private static final boolean ALL = System.getProperty("points", "").equals("all");
    private static final int SEED = Integer.getInteger("points.seed", 1);
    private static final String ONE = System.getProperty("point", "");
    private static final int USUALLY_EVERY = ALL ? 1 : 2;
    private static final int EVERY = Integer.getInteger("points.every", USUALLY_EVERY);
    private static final int WORKERS = 2;
    private static final Pattern CHANGING = Pattern.compile(
            "(New|Remove|Set|Connect|Disconnect|Start|Stop|Resume|Install|Uninstall)-.*|Invoke-CimMethod");

    /** How a call fails: as the platform's cmdlets do, in the language of the machine. */
    private enum Kind {
        TERMINATING("Boom", "NotSpecified", "ordered by the test", false),
        MILD("Boom", "NotSpecified", "ordered by the test", true),
        DENIED(
                "AccessDenied",
                "PermissionDenied",
                "\u5fc5\u8981\u306a\u30a2\u30af\u30bb\u30b9\u8a31\u53ef\u304c\u3042\u308a\u307e\u305b\u3093\u3002",
                true),
        TIMEOUT(
                "HRESULT 0x40004",
                "OperationTimeout",
                "\u64cd\u4f5c\u304c\u30bf\u30a4\u30e0\u30a2\u30a6\u30c8\u3057\u307e\u3057\u305f\u3002",
                false),
        NO_SERVER(
                "HRESULT 0x800706ba",
                "ConnectionError",
                "RPC \u30b5\u30fc\u30d0\u30fc\u3092\u5229\u7528\u3067\u304d\u307e\u305b\u3093\u3002",
                true);

        private final String id;
        private final String category;
        private final String message;
        private final boolean mild;

        Kind(String id, String category, String message, boolean mild) {
            this.id = id;
            this.category = category;
            this.message = message;
            this.mild = mild;
        }
    }

    /** One call of one scene that fails. */
    private record Point(InsideScene scene, String place, int call, String cmdlet, String when, Kind kind) {

        JsonObject order() {
            return FaultedScene.failure(call, when, kind.id + ',' + cmdlet, kind.category, kind.message, kind.mild);
        }

        @Override
        public String toString() {
            return scene + "/" + place.chars().filter(c -> c == '/').count() / 2 + "/" + call + '/' + cmdlet + '/'
                    + when + '/' + kind;
        }
    }

    /** Plays a scene without any failure, to see which calls there are. */
    private static List<Point> points(KeptShells shells, InsideScene scene, boolean inside) throws Exception {
        long start = System.nanoTime();
        List<String> ends = new FaultedScene(shells, scene).play("", List.of());
        System.out.println(scene + " without a fault: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertTrue(ends.stream().noneMatch(end -> end.contains(" ")), () -> scene + ": " + ends);
        List<Point> points = new ArrayList<>();
        List<Path> logs;
        try (Stream<Path> files = Files.walk(shells.folder())) {
            logs = files.filter(f -> f.endsWith("host.json.log")).sorted().toList();
        }
        for (Path log : logs) {
            String place = shells.folder()
                    .relativize(log)
                    .toString()
                    .replace('\\', '/')
                    .replace("host.json.log", "");
            int call = 0;
            for (String line : shells.calls(place)) {
                add(points, scene, place, ++call, line.split(" ", 2)[0], inside);
            }
        }
        return points;
    }

    private static void add(
            List<Point> points, InsideScene scene, String place, int call, String cmdlet, boolean inside) {
        boolean changes = CHANGING.matcher(cmdlet).matches();
        int number = call + SEED;
        Kind kind = Kind.values()[Math.floorMod(number / 2, Kind.values().length)];
        boolean both = ALL || changes && !inside;
        if (both || (number % 2 == 0) && (changes || !inside)) {
            points.add(new Point(scene, place, call, cmdlet, "after", kind));
        }
        if (both || (number % 2 != 0) && (changes || !inside)) {
            points.add(new Point(scene, place, call, cmdlet, "before", kind));
        }
    }

    private static boolean isMeant(InsideScene scene) {
        return ONE.isEmpty() || ONE.equals(scene.name()) || ONE.startsWith(scene.name() + '/');
    }

    private static List<Point> allPoints(Path folder) throws Exception {
        List<Point> points = new ArrayList<>();
        try (KeptShells shells = new KeptShells(folder, 2, UnaryOperator.identity())) {
            for (InsideScene scene : FaultScenes.inside()) {
                if (isMeant(scene)) {
                    points.addAll(points(shells, scene, true));
                }
            }
            for (InsideScene scene : FaultScenes.ofTheHost()) {
                if (isMeant(scene)) {
                    points.addAll(points(shells, scene, false));
                }
            }
        }
        points.removeIf(point -> !ONE.isEmpty()
                && !ONE.equals(point.scene().name())
                && !point.toString().equals(ONE));
        List<Point> all = List.copyOf(points);
        points.removeIf(point -> all.indexOf(point) % EVERY != 0);
        return points;
    }

    /** {@return what went wrong} */
    private static List<String> work(Path folder, Queue<Point> points) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        try (KeptShells shells = new KeptShells(folder, 2, ModuleAlterations.QUICK)) {
            for (Point point = points.poll(); point != null; point = points.poll()) {
                long start = System.nanoTime();
                List<String> ends = List.of();
                try {
                    ends = new FaultedScene(shells, point.scene()).play(point.place(), List.of(point.order()));
                } catch (Exception | AssertionError e) {
                    wrong.add("-Dpoint='" + point + "': " + e);
                    System.out.println(wrong.get(wrong.size() - 1));
                }
                if (!ONE.isEmpty() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(10)) {
                    System.out.println(point + " took " + (System.nanoTime() - start) / 1_000_000 + " ms: " + ends);
                }
            }
            System.out.println("PowerShell was started " + shells.started() + " times");
        }
        return wrong;
    }

    @Test
    void everythingEndsAsItWas(@TempDir Path folder) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        long start = System.nanoTime();
        List<Point> points = allPoints(Files.createDirectory(folder.resolve("none")));
        Queue<Point> open = new ConcurrentLinkedQueue<>(points);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        List<String> wrong = new ArrayList<>();
        try {
            List<Future<List<String>>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Path own = Files.createDirectory(folder.resolve("worker-" + i));
                workers.add(threads.submit(() -> work(own, open)));
            }
            for (Future<List<String>> worker : workers) {
                wrong.addAll(worker.get(ALL ? 600 : 120, TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }
        TreeMap<String, Integer> byScene = new TreeMap<>();
        points.forEach(point -> byScene.merge(point.scene().name(), 1, Integer::sum));
        System.out.println(points.size() + " points, " + (ALL ? "all" : "seed " + SEED) + ", "
                + (System.nanoTime() - start) / 1_000_000_000 + " s: " + byScene);
        assertEquals("", String.join("\n", wrong), () -> wrong.size() + " of " + points.size() + " went wrong");
        assertTrue(!ONE.isEmpty() || EVERY > USUALLY_EVERY || points.size() >= 300, "only " + points.size());
    }
}
