package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PowerShell is killed, as {@code kill -9} does it, at a random point of a random operation: another process takes over, everything
 * ends as it was, and nobody holds anything.
 *
 * <p>Most die by their own hand at a random call of a cmdlet, before or after it did anything; some at a moment of writing a lease;
 * some are killed from outside after a random time. Of one round in five the recovery is killed as well. {@code -Dkills=} gives the
 * number of rounds, {@code -Dkills.seed=} the seed, {@code -Dkill=} one round to play alone.
 */
class KilledPowerShellTest {

    private static final int ROUNDS = Integer.getInteger("kills", 200);
    private static final long SEED = Long.getLong("kills.seed", System.nanoTime() / 1000 % 1_000_000);
    private static final int ONE = Integer.getInteger("kill", -1);
    private static final int WORKERS = 2;

    /** About as many calls, and moments of writing leases, as there are in a scene when nothing goes wrong. */
    private static final int CALLS = 95;

    private static final int MOMENTS = 40;

    private final Map<Death, AtomicInteger> died = new ConcurrentHashMap<>();

    /** How a process ends. */
    enum Death {
        AT_A_CALL,
        WRITING_A_LEASE,
        FROM_OUTSIDE
    }

    /** {@return how it went; an AssertionError tells that something was left} */
    private List<String> round(KeptShells shells, int number, long millisOfAStep)
            throws IOException, InterruptedException {
        Random random = new Random(SEED * 1_000_003 + number);
        List<InsideScene> scenes = new ArrayList<>(FaultScenes.ofTheHost());
        scenes.removeIf(scene -> scene.name().equals("check"));
        InsideScene scene = random.nextInt(20) == 0
                ? FaultScenes.inside().get(random.nextInt(2))
                : scenes.get(random.nextInt(scenes.size()));
        Death death = Death.values()[List.of(0, 0, 0, 0, 0, 1, 1, 2, 2, 0).get(random.nextInt(10))];
        List<JsonObject> orders = new ArrayList<>();
        int call = 1 + random.nextInt(CALLS);
        if (death == Death.AT_A_CALL) {
            orders.add(FaultedScene.death(call, random.nextBoolean() ? "before" : "after"));
        }
        if (random.nextInt(5) == 0) {
            orders.add(FaultedScene.death(call + 1 + random.nextInt(60), random.nextBoolean() ? "before" : "after"));
        }
        FaultedScene played = new FaultedScene(shells, scene);
        int before = shells.lost();
        List<String> told;
        if (death == Death.WRITING_A_LEASE) {
            int moment = 1 + random.nextInt(MOMENTS);
            told = played.play("", orders, (shell, step) -> step == 0 ? dieAt(shells, moment) : () -> {});
        } else if (death == Death.FROM_OUTSIDE) {
            int hit = random.nextInt(scene.steps().size());
            long after = Math.round(random.nextDouble() * millisOfAStep);
            told = played.play("", orders, (shell, step) -> step == hit ? shot(shells, shell, after) : () -> {});
        } else {
            told = played.play("", orders);
        }
        died.computeIfAbsent(death, d -> new AtomicInteger()).addAndGet(shells.lost() - before);
        return told;
    }

    /** Lets the process die that comes to that moment of writing leases; for {@link ModuleAlterations#MORTAL}. */
    static FaultedScene.During dieAt(KeptShells shells, int moment) {
        try {
            Files.writeString(shells.folder().resolve("host.json.moments"), String.valueOf(moment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> {};
    }

    /** Kills a shell from outside after a while, if its step has not ended before. */
    private static FaultedScene.During shot(KeptShells shells, int shell, long afterMillis) {
        CountDownLatch over = new CountDownLatch(1);
        Thread killer = new Thread(() -> {
            try {
                if (!over.await(afterMillis, TimeUnit.MILLISECONDS)) {
                    shells.kill(shell);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        killer.start();
        return () -> {
            over.countDown();
            try {
                killer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private List<String> work(Path folder, AtomicInteger next) throws InterruptedException, IOException {
        List<String> wrong = new ArrayList<>();
        UnaryOperator<String> module = m -> ModuleAlterations.MORTAL.apply(ModuleAlterations.QUICK.apply(m));
        try (KeptShells shells = new KeptShells(folder, 2, module)) {
            long millis = 0;
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                new FaultedScene(shells, FaultScenes.ofTheHost().get(0)).play("", List.of());
                millis = (System.nanoTime() - start) / 2_000_000;
            }
            for (int number = next.getAndIncrement(); number < ROUNDS; number = next.getAndIncrement()) {
                if (ONE >= 0 && ONE != number) {
                    continue;
                }
                long start = System.nanoTime();
                List<String> told = List.of();
                try {
                    told = round(shells, number, millis);
                } catch (IOException | AssertionError e) {
                    wrong.add("-Dkills.seed=" + SEED + " -Dkill=" + number + ": " + e);
                }
                if (ONE >= 0 || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(20)) {
                    System.out.println(
                            "round " + number + " took " + (System.nanoTime() - start) / 1_000_000 + " ms: " + told);
                }
            }
        }
        return wrong;
    }

    @Test
    void everythingEndsAsItWas(@TempDir Path folder) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<List<String>>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Path own = Files.createDirectory(folder.resolve("worker-" + i));
                workers.add(threads.submit(() -> work(own, next)));
            }
            for (Future<List<String>> worker : workers) {
                wrong.addAll(worker.get(Math.max(120, ROUNDS / 10), TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }
        int kills = died.values().stream().mapToInt(AtomicInteger::get).sum();
        System.out.println(kills + " kills in " + ROUNDS + " rounds, seed " + SEED + ", "
                + (System.nanoTime() - start) / 1_000_000_000 + " s: " + new TreeMap<>(died));
        assertEquals("", String.join("\n", wrong), () -> wrong.size() + " of " + ROUNDS + " rounds went wrong");
        assertTrue(ONE >= 0 || kills >= ROUNDS / 2, "only " + kills + " kills");
    }
}
