package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests that are written in PowerShell, because they need the module's functions or its installed form. */
@RequiresPowerShell
class ModuleFunctionsTest {

    @TempDir
    Path folder;

    @Test
    void everyTestOfTheModulesOwnFunctionsPasses() throws Exception {
        assertAllPass("Test-Module.ps1");
    }

    @Test
    void everyTestOfTheAdministratorsCommandsPasses() throws Exception {
        assertAllPass("Test-Lease.ps1");
    }

    private void assertAllPass(String file) throws Exception {
        Path script = PowerShells.fakeModules().resolveSibling(file);
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        PowerShells.find().orElseThrow().toString(),
                        "-NoLogo",
                        "-NoProfile",
                        "-NonInteractive",
                        "-File",
                        script.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().close();
            assertTrue(process.waitFor(30, TimeUnit.MINUTES), () -> "it did not end: " + read(output));
        } finally {
            process.destroyForcibly();
        }
        String said = read(output);
        assertTrue(said.matches("(?s).*\\d+ passed, 0 failed\\s*"), said);
        assertEquals(0, process.exitValue(), said);
    }

    private static String read(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
