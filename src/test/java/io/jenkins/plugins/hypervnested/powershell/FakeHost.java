package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The simulated host of {@code src/test/powershell} in a folder of the test's own, and an executable that is a real
 * PowerShell which sees it.
 */
public final class FakeHost {

    /** The VMs of {@code hosts/lab-host.json} that tests use. */
    public static final String NODE_1 = "11111111-1111-4111-8111-111111111111";

    public static final String NODE_2 = "22222222-2222-4222-8222-222222222222";
    public static final String NODE_3 = "33333333-3333-4333-8333-333333333333";

    private final Path folder;
    private final Path state;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** Puts the host into an existing folder. */
    public FakeHost(Path folder) throws IOException {
        this.folder = folder;
        this.state = folder.resolve("host.json");
        Path modules = PowerShells.fakeModules();
        Files.copy(modules.resolveSibling("hosts").resolve("lab-host.json"), state);
        environment.put("PSModulePath", modules.toString());
        environment.put("HVN_FAKE_STATE", state.toString());
        environment.put("HYPERV_NESTED_LEASES", folder.resolve("leases").toString());
        environment.put("HYPERV_NESTED_BOOT", "boot-1");
    }

    /** Sets a variable for every PowerShell that {@link #executable()} starts from now on. */
    public FakeHost with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Changes the host's state while nobody uses it. */
    public FakeHost edit(Consumer<JsonObject> change) throws IOException {
        JsonObject json = read();
        change.accept(json);
        Files.writeString(state, JsonWriter.string(json));
        return this;
    }

    public JsonObject read() throws IOException {
        try {
            return JsonParser.object().from(Files.readString(state));
        } catch (JsonParserException e) {
            throw new IOException(e);
        }
    }

    /** {@return an object, written with ' in place of "} */
    public static JsonObject json(String text) {
        try {
            return JsonParser.object().from(text.replace('\'', '"'));
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Makes a guest of a VM that somebody with the user {@code Administrator} and that password may enter: a machine with the VMs of
     * a host of its own, whose folder is below this one's.
     *
     * @return the guest, which may be edited, and have guests itself
     */
    public FakeHost guest(String vmId, String name, String password) throws IOException {
        Path inside = folder.resolve("inside").resolve(vmId);
        Files.createDirectories(inside);
        FakeHost guest = new FakeHost(inside);
        guest.edit(json -> {
            json.getObject("host").put("name", name);
            json.getObject("host").put("extensions", true);
        });
        edit(json -> {
            JsonObject vm = vm(json, vmId);
            vm.put("inside", "inside/" + vmId + "/host.json");
            vm.put("guestUser", "Administrator");
            vm.put("guestPassword", password);
            vm.put("boots", 1);
            vm.put("nesting", true);
        });
        return guest;
    }

    /** {@return the VM of that id in a host's state} */
    public static JsonObject vm(JsonObject host, String id) {
        return host.getArray("vms").stream()
                .map(JsonObject.class::cast)
                .filter(vm -> id.equals(vm.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    /** Makes a cmdlet fail at each call. */
    public FakeHost failing(String cmdlet, String when, String id, String category, String message) throws IOException {
        return edit(host -> {
            JsonObject failure = new JsonObject();
            failure.put("cmdlet", cmdlet);
            failure.put("call", 0);
            failure.put("when", when);
            failure.put("id", id);
            failure.put("category", category);
            failure.put("message", message);
            host.put("failAt", new JsonArray(List.of(failure)));
        });
    }

    /** {@return the lines of the log of calls} */
    public List<String> calls() throws IOException {
        Path log = folder.resolve("host.json.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** {@return path of an executable that is PowerShell, with the host's environment} */
    public Path executable() throws IOException {
        String shell = PowerShells.find().orElseThrow().toString();
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = folder.resolve(windows ? "powershell.cmd" : "powershell");
        List<String> lines = new ArrayList<>();
        lines.add(windows ? "@echo off" : "#!/bin/sh");
        environment.forEach((name, value) ->
                lines.add(windows ? "set \"" + name + "=" + value + "\"" : name + "='" + value + "'; export " + name));
        lines.add(windows ? '"' + shell + "\" %*" : "exec '" + shell + "' \"$@\"");
        Files.write(script, lines);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
        return script;
    }

    /** {@return where the leases are} */
    public File leases() {
        return folder.resolve("leases").toFile();
    }

    /** Opens a machine over it, in a process of this JVM. */
    public PowerShellMachine open(NoiseSink noise) throws IOException, MachineException, InterruptedException {
        return PowerShellMachine.open(new Endpoint.Local(executable().toString()), HostSecrets.none(), noise);
    }
}
