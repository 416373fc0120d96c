package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.FakeHostState;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.powershell.AlteredModule;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import io.jenkins.plugins.hypervnested.powershell.SecretText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The shipped module on a real PowerShell, over the fakes of src/test/powershell, with a host's state of its own. */
final class FakeHost {

    private final Path folder;
    private final Path executable;
    private final Set<String> logins;
    final StringBuffer noise = new StringBuffer();

    private FakeHost(Path folder, Path executable, Set<String> logins) {
        this.folder = folder;
        this.executable = executable;
        this.logins = logins;
    }

    /** {@return PowerShell's path: that of {@code -Dpwsh=}, else of PATH} */
    static Optional<Path> pwsh() {
        String given = System.getProperty("pwsh", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("pwsh", "pwsh.exe")) {
                Path path = Path.of(place, name);
                if (Files.isRegularFile(path)) {
                    return Optional.of(path.toAbsolutePath());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Sets up a host.
     *
     * @param folder an empty folder
     * @param scene what is there; it may not be changed later
     * @param adjust what else is to be set in the state file
     */
    static FakeHost create(Path folder, SimulatedHost scene, Consumer<JsonObject> adjust) throws IOException {
        JsonObject state = FakeHostState.of(scene);
        adjust.accept(state);
        Path file = folder.resolve("host.json");
        Files.writeString(file, JsonWriter.string(state));
        for (Map.Entry<String, JsonObject> inside : FakeHostState.insides(scene).entrySet()) {
            Path path = folder.resolve(inside.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, JsonWriter.string(inside.getValue()));
        }
        boolean administrator = state.getObject("host").getString("account").equals("administrator");
        return new FakeHost(folder, script(folder, file, administrator), FakeHostState.logins(scene));
    }

    /** {@return what starts a PowerShell that sees the host of that file} */
    private static Path script(Path folder, Path file, boolean administrator) throws IOException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = folder.resolve(windows ? "fake.cmd" : "fake");
        Path modules = Path.of("src", "test", "powershell", "modules").toAbsolutePath();
        Path leases = administrator ? folder.resolve("leases") : file.resolve("cannot-be-made");
        String[][] settings = {
            {"PSModulePath", modules.toString()},
            {"HVN_FAKE_STATE", file.toString()},
            {"HYPERV_NESTED_LEASES", leases.toString()},
            {"HYPERV_NESTED_ADMINISTRATOR", String.valueOf(administrator)},
            {"POWERSHELL_TELEMETRY_OPTOUT", "1"},
            // what it costs to measure which code is hot is more than most of these processes earn by it
            {"DOTNET_TieredPGO", "0"}
        };
        StringBuilder text = new StringBuilder(windows ? "@echo off\r\n" : "#!/bin/sh\n");
        for (String[] setting : settings) {
            text.append(
                    windows
                            ? "set \"" + setting[0] + "=" + setting[1] + "\"\r\n"
                            : "export " + setting[0] + "='" + setting[1] + "'\n");
        }
        if (!windows) {
            text.append("echo $$ > '").append(folder.resolve("pid")).append("'\n");
        }
        Path pwsh = pwsh().orElseThrow();
        text.append(windows ? '"' + pwsh.toString() + "\" %*\r\n" : "exec '" + pwsh + "' \"$@\"\n");
        Files.writeString(script, text);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
        return script;
    }

    /** From now on so many megabytes are printed before PowerShell starts; not on Windows. */
    void printNoise(int megabytes) throws IOException {
        String script = Files.readString(executable);
        String noise =
                "yes 'what a profile or a module may print, over and over again' | head -c " + megabytes + "000000\n";
        Files.writeString(executable, script.replace("\nexec ", '\n' + noise + "exec "));
    }

    PowerShellMachine connect() throws MachineException, InterruptedException {
        return PowerShellMachine.open(
                new Endpoint.Local(executable.toString()), HostSecrets.none(), guests(logins), this::hear);
    }

    /**
     * Opens it with a module that a test alters.
     *
     * @param allLogins also those of scenes that come later
     */
    PowerShellMachine connect(Set<String> allLogins, UnaryOperator<String> alteration)
            throws MachineException, InterruptedException {
        return AlteredModule.open(new Endpoint.Local(executable.toString()), guests(allLogins), this::hear, alteration);
    }

    private void hear(String line) {
        noise.append(line).append('\n');
    }

    private static GuestLogins guests(Set<String> logins) {
        GuestLogins guests = GuestLogins.none();
        for (String login : logins) {
            guests = guests.with(login, login, SecretText.of(FakeHostState.password(login)));
        }
        return guests;
    }

    /** {@return the process that was started last; empty where the system does not tell} */
    OptionalLong lastProcess() throws IOException {
        Path pid = folder.resolve("pid");
        return Files.exists(pid)
                ? OptionalLong.of(Long.parseLong(Files.readString(pid).strip()))
                : OptionalLong.empty();
    }

    /** {@return the state as it is now} */
    JsonObject state() {
        return state("");
    }

    /** {@return the state of the machine inside of that VM of the host, as it is now} */
    JsonObject inside(String vmId) {
        return state("inside/" + vmId + '/');
    }

    /** {@return the folder of the host's state file; those of the machines inside are below it} */
    Path folder() {
        return folder;
    }

    /** Changes the state of the host, or of a machine inside, while nothing of it runs. */
    void edit(String place, Consumer<JsonObject> change) throws IOException {
        JsonObject state = state(place);
        change.accept(state);
        Files.writeString(folder.resolve(place + "host.json"), JsonWriter.string(state));
    }

    private JsonObject state(String place) {
        try {
            return JsonParser.object().from(Files.readString(folder.resolve(place + "host.json")));
        } catch (IOException | JsonParserException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the calls of the fakes until now, each as cmdlet, process and what it is about} */
    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("host.json.log"));
    }
}
