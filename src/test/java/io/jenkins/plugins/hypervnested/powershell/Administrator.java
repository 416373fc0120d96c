package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An administrator at a simulated host, with the shipped commands in a real PowerShell and nothing else. */
final class Administrator {

    private static final long PATIENCE_SECONDS = 90;

    private final FakeHost host;
    private final Path folder;

    Administrator(FakeHost host, Path folder) {
        this.host = host;
        this.folder = folder;
        host.with("HYPERV_NESTED_PATIENCE", "1");
    }

    /** Types a line. {@return what it printed, and the id of its error after an exclamation mark} */
    String types(String line) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "typed", ".txt");
        Process process = begin(line, output);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end: " + Files.readString(output));
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Types a line whose end is not awaited. */
    Process begin(String line, Path output) throws IOException {
        Path module = PowerShells.fakeModules()
                .resolve("../../../main/resources/io/jenkins/plugins/hypervnested/powershell/admin")
                .normalize()
                .resolve("HypervNestedLease.psd1");
        Path script = Files.createTempFile(folder, "typed", ".ps1");
        Files.writeString(script, """
                $ErrorActionPreference = 'Stop'
                Import-Module -Name '%s'
                try { %s }
                catch { '! ' + $_.FullyQualifiedErrorId.Split(',')[0]; "$_" }
                """.formatted(module, line));
        Process process = new ProcessBuilder(List.of(
                        host.executable().toString(), "-NoProfile", "-NonInteractive", "-File", script.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        return process;
    }

    /** Gives up what the rest of the line says, without being asked. {@return the outcome, or the error} */
    String restores(String rest) throws IOException, InterruptedException {
        return types("(Restore-HypervNestedLease " + rest + " -Confirm:$false).Outcome")
                .strip();
    }
}
