package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.hypervnested.powershell.AlteredModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight real PowerShells work on one VM at once, for eight runs of two controllers with random wishes and random ends: nobody who was
 * ready is interrupted, the VM ends as it was, and nobody holds it.
 *
 * <p>{@code -Drounds=} gives the number of rounds, {@code -Drounds.seed=} the seed, {@code -Dround=} one round to play alone; what
 * happens between eight processes is not in the seed's hand, so a failure may take several tries to come again.
 */
class EightProcessesTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 100);
    private static final long SEED = Long.getLong("rounds.seed", System.nanoTime() / 1000 % 1_000_000);
    private static final int MOST_ROUNDS_UNNOTICED = 60;
    private static final int ONE = Integer.getInteger("round", -1);

    @Test
    void nobodyIsInterruptedAndTheVmEndsAsItWas(@TempDir Path folder) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        long start = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        int ready = 0;
        int kills = 0;
        int waits = 0;
        int lost;
        try (KeptShells shells = new KeptShells(folder, EightRound.RUNS, ModuleAlterations.QUICK)) {
            for (int number = 0; number < ROUNDS; number++) {
                if (ONE >= 0 && ONE != number) {
                    continue;
                }
                long begun = System.nanoTime();
                EightRound round = new EightRound(shells, SEED * 1_000_003 + number);
                List<String> found = round.play();
                if (!found.isEmpty()) {
                    wrong.add("-Drounds.seed=" + SEED + " -Dround=" + number + ": " + String.join("\n    ", found));
                }
                ready += round.ready();
                kills += round.kills();
                waits += round.waits();
                long millis = (System.nanoTime() - begun) / 1_000_000;
                if (ONE >= 0 || millis > 20_000) {
                    System.out.println("round " + number + " took " + millis + " ms: " + round.told());
                }
            }
            lost = shells.started() - EightRound.RUNS;
        }
        System.out.println(
                ROUNDS + " rounds of eight, seed " + SEED + ", " + (System.nanoTime() - start) / 1_000_000_000
                        + " s: " + ready + " runs were ready, " + waits + " times one waited, " + kills
                        + " processes killed from outside, " + lost + " ended early in all");
        assertEquals("", String.join("\n", wrong), () -> wrong.size() + " of " + ROUNDS + " rounds went wrong");
        assertTrue(ONE >= 0 || ready >= ROUNDS, "only " + ready + " runs were ready");
    }

    /** They can fail: with a mistake that only shows where several write at once, it takes a few rounds. */
    @Test
    void aLeaseThatIsWrittenOverWhatAnotherWroteMeanwhileIsNoticed(@TempDir Path folder) throws Exception {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
        UnaryOperator<String> module = AlteredModule.all(ModuleAlterations.QUICK, ModuleAlterations.LOST_UPDATE);
        try (KeptShells shells = new KeptShells(folder, EightRound.RUNS, module)) {
            List<String> found = List.of();
            int number = 0;
            while (found.isEmpty() && number < MOST_ROUNDS_UNNOTICED) {
                found = new EightRound(shells, SEED * 1_000_003 + number).play();
                number++;
            }
            System.out.println("noticed in round " + number + ", seed " + SEED);
            assertFalse(found.isEmpty(), "seed " + SEED);
        }
    }
}
