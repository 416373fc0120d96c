package io.jenkins.plugins.hypervnested.powershell;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a PowerShell for tests: the one that {@code -Dpwsh=} names, else the first on PATH. */
public final class PowerShells {

    private static final List<String> NAMES = List.of("pwsh", "pwsh.exe", "powershell.exe");

    private PowerShells() {}

    public static Optional<Path> find() {
        String named = System.getProperty("pwsh", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named).toAbsolutePath()).filter(Files::isExecutable);
        }
        return onPath(NAMES);
    }

    static Optional<Path> onPath(List<String> names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    /** {@return the folder of the fake modules, from wherever the build runs the tests} */
    public static Path fakeModules() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path modules = folder.resolve("src/test/powershell/modules");
            if (Files.isDirectory(modules)) {
                return modules;
            }
        }
        throw new IllegalStateException(
                "src/test/powershell/modules is nowhere above " + Path.of("").toAbsolutePath());
    }
}
