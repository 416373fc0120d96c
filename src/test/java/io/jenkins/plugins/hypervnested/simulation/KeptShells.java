package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonArray;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Real PowerShells over one host of the fakes, kept from one scene to the next where nothing ended them: starting one costs more than
 * most scenes. The host is set up anew for each scene.
 */
final class KeptShells implements AutoCloseable {

    /** All that any scene needs. */
    private static final Set<String> LOGINS = Set.of("node-admin", "nested-admin");

    private final Path folder;
    private final UnaryOperator<String> alteration;
    private final PowerShellMachine[] shells;
    private final OptionalLong[] processes;
    private FakeHost host;
    private int started;
    private int lost;

    /** @param alteration of the shipped module */
    KeptShells(Path folder, int shells, UnaryOperator<String> alteration) {
        this.folder = folder;
        this.alteration = alteration;
        this.shells = new PowerShellMachine[shells];
        this.processes = new OptionalLong[shells];
    }

    /** Sets up another host, while nobody acts. */
    void stage(SimulatedHost scene) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(file);
            }
        }
        host = FakeHost.create(folder, scene, state -> {});
    }

    /** Orders what shall go wrong on the host, or on a machine inside. */
    void order(String place, JsonArray failures) throws IOException {
        host.edit(place, state -> state.put("failAt", failures));
    }

    FakeHost host() {
        return host;
    }

    Path folder() {
        return folder;
    }

    /** {@return how many processes were started until now} */
    int started() {
        return started;
    }

    /** {@return how many processes were found dead until now} */
    int lost() {
        return lost;
    }

    /** {@return the shell of that number, which is started when there is none} */
    synchronized PowerShellMachine shell(int number) throws MachineException, InterruptedException, IOException {
        if (shells[number] == null) {
            shells[number] = host.connect(LOGINS, alteration);
            processes[number] = host.lastProcess();
            started++;
        }
        return shells[number];
    }

    /** {@return that shell's process, where the system tells} */
    synchronized OptionalLong process(int number) {
        return shells[number] == null ? OptionalLong.empty() : processes[number];
    }

    /** Kills a shell's process from outside. {@return whether there was one} */
    boolean kill(int number) {
        OptionalLong process = process(number);
        return process.isPresent()
                && ProcessHandle.of(process.getAsLong())
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
    }

    /** Ends a shell as an agent ends it after an operation. */
    void drop(int number) {
        PowerShellMachine shell;
        synchronized (this) {
            shell = shells[number];
            shells[number] = null;
        }
        if (shell != null) {
            shell.close();
        }
    }

    /** An agent would end the process after every operation; here it is ended where it has kept a floor. */
    void dropWhereItActs(int number) throws InterruptedException {
        PowerShellMachine shell;
        synchronized (this) {
            shell = shells[number];
        }
        try {
            if (shell != null && shell.leases().values().stream().anyMatch(LeaseSeen::actorMine)) {
                drop(number);
            }
        } catch (MachineException e) {
            lost++;
            drop(number);
        }
    }

    /** {@return the lines of the log of calls of a machine} */
    List<String> calls(String place) throws IOException {
        Path log = folder.resolve(place + "host.json.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Override
    public void close() {
        for (int i = 0; i < shells.length; i++) {
            drop(i);
        }
    }
}
