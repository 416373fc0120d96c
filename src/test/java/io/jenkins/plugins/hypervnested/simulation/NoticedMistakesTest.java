package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What judges the shipped module over the fakes can fail: a module with a mistake is noticed where a call fails, and where a process is killed. */
class NoticedMistakesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsPowerShell() {
        assumeTrue(FakeHost.pwsh().isPresent(), "no pwsh on PATH and no -Dpwsh=");
    }

    @Test
    void aSwitchThatCarriesNoMarkIsLeftBehindByACallThatFailed() throws Exception {
        try (KeptShells shells = new KeptShells(folder, 2, ModuleAlterations.NO_MARK)) {
            JsonObject late = FaultedScene.failure(1, "after", "Boom,New-VMSwitch", "NotSpecified", "boom", false);
            late.put("cmdlet", "New-VMSwitch");
            AssertionError noticed = assertThrows(
                    AssertionError.class,
                    () -> new FaultedScene(shells, InsideScenes.itselfAlone()).play("", List.of(late)));
            assertTrue(noticed.getMessage().contains("/switches/0/name = VmNAT"), noticed::getMessage);
        }
    }

    @Test
    void aLeaseThatIsWrittenOverItsOldTextIsLostWithItsWriter() throws Exception {
        UnaryOperator<String> module = m -> ModuleAlterations.IN_PLACE.apply(ModuleAlterations.MORTAL.apply(m));
        try (KeptShells shells = new KeptShells(folder, 2, module)) {
            InsideScene scene = FaultScenes.ofTheHost().get(0);
            AssertionError noticed = assertThrows(
                    AssertionError.class,
                    () -> new FaultedScene(shells, scene)
                            .play("", List.of(), (shell, step) -> KilledPowerShellTest.dieAt(shells, 4)));
            assertTrue(noticed.getMessage().contains("HVN.LeaseDamaged"), noticed::getMessage);
        }
    }
}
