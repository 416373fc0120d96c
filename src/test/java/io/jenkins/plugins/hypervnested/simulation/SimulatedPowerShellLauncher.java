package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an executable that stands where {@code powershell.exe} would, for tests on machines without PowerShell.
 *
 * <p>A channel starts one executable by its path, so this writes a small script of the system's own shell that starts
 * {@link SimulatedPowerShell} with the host's file before PowerShell's arguments.
 */
public final class SimulatedPowerShellLauncher {

    private SimulatedPowerShellLauncher() {}

    /**
     * Puts a host into a folder, and an executable beside it.
     *
     * @param folder an existing folder; its path may hold blanks
     * @return path of the executable; {@link #host(Path)} gives the host
     */
    public static Path create(Path folder, SimulatedHost host) {
        SharedHost.create(hostFile(folder), host);
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = folder.resolve(windows ? "powershell.cmd" : "powershell");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = quoted(java) + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -cp " + quoted(classPath())
                + ' ' + SimulatedPowerShell.class.getName() + ' '
                + quoted(hostFile(folder).toString());
        try {
            Files.writeString(script, windows ? "@" + command + " %*\r\n" : "#!/bin/sh\nexec " + command + " \"$@\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!script.toFile().setExecutable(true)) {
            throw new IllegalStateException(script + " cannot be made executable");
        }
        return script;
    }

    /** {@return the host of that folder, to be looked at and changed} */
    public static SharedHost host(Path folder) {
        return new SharedHost(hostFile(folder));
    }

    /** {@return where processes of that folder's host stand still} */
    public static SimulatedGates gates(Path folder) {
        return new SimulatedGates(hostFile(folder));
    }

    private static Path hostFile(Path folder) {
        return folder.toAbsolutePath().resolve("host.ser");
    }

    private static String classPath() {
        return Stream.of(SimulatedPowerShell.class, Machine.class, JsonObject.class)
                .map(SimulatedPowerShellLauncher::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is " + type + '?', e);
        }
    }

    private static String quoted(String text) {
        if (List.of("\"", "$", "`", "\n", "%").stream().anyMatch(text::contains)) {
            throw new IllegalArgumentException("cannot be named in a script: " + text);
        }
        return '"' + text + '"';
    }
}
