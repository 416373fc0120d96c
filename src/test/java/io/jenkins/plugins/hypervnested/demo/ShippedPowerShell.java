package io.jenkins.plugins.hypervnested.demo;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.NoiseSink;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The main job through a real PowerShell process: the shipped module, with stand-ins for the cmdlets of Windows. In a JVM of its
 * own, because PowerShell finds the stand-ins through its environment.
 */
public final class ShippedPowerShell {

    private static final Path FAKES = Path.of("src", "test", "powershell");
    private static final int MINUTES = 10;

    private ShippedPowerShell() {}

    /** @param args PowerShell's executable */
    public static void main(String[] args) throws MachineException, InterruptedException {
        Endpoint endpoint = new Endpoint.Local(args[0]);
        NoiseSink noise = line -> System.out.println("        printed by the machine: " + line);
        long start = System.nanoTime();
        new MainJob(
                        () -> PowerShellMachine.open(endpoint, HostSecrets.none(), noise),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        "node-1",
                        System.out)
                .run();
    }

    static void runWherePossible(PrintStream out) throws IOException, InterruptedException {
        Optional<Path> shell = find();
        if (isWindows()) {
            out.println(
                    "== The shipped PowerShell is not run here: on Windows it writes to this machine's own lease folder ==");
        } else if (shell.isEmpty()) {
            out.println("== No pwsh on PATH: with one, this command also runs the shipped PowerShell ==");
        } else {
            out.println("== The same with the shipped PowerShell, over stand-ins for the Hyper-V cmdlets ==");
            out.println("(" + shell.get().getFileName() + " was found on PATH; this host answers in real time)");
            out.flush();
            Path folder = Files.createTempDirectory("hyperv-nested-demo");
            try {
                run(shell.get(), folder);
            } finally {
                delete(folder);
            }
        }
    }

    private static void run(Path shell, Path folder) throws IOException, InterruptedException {
        Path state = Files.copy(FAKES.resolve("hosts").resolve("lab-host.json"), folder.resolve("lab-host.json"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShippedPowerShell.class.getName(),
                        shell.toString())
                .inheritIO();
        Map<String, String> environment = builder.environment();
        String modules = FAKES.resolve("modules").toAbsolutePath().toString();
        environment.merge("PSModulePath", modules, (before, ours) -> ours + File.pathSeparator + before);
        environment.put("HVN_FAKE_STATE", state.toString());
        environment.put("HYPERV_NESTED_LEASES", folder.resolve("leases").toString());
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("the run with PowerShell did not end within " + MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException("the run with PowerShell failed, see above");
        }
    }

    private static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "pwsh"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
