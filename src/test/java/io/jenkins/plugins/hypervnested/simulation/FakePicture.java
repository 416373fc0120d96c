package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@link SimulatedPicture} shows of a simulated host, of one on the fakes: what would have to be put back, at every depth. */
final class FakePicture {

    private final List<String> lines = new ArrayList<>();
    private final List<String> leases = new ArrayList<>();

    private FakePicture() {}

    /** {@return the state of a host and of the machines inside, whose state file is in that folder} */
    static List<String> of(Path folder) throws IOException {
        FakePicture picture = new FakePicture();
        picture.add(folder, true);
        return picture.lines;
    }

    /** {@return leases that hold or record anything, each with its machine} */
    static List<String> leases(Path folder) throws IOException {
        FakePicture picture = new FakePicture();
        picture.add(folder, true);
        return picture.leases;
    }

    private static JsonObject json(String text) throws IOException {
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new IOException(text, e);
        }
    }

    private static Stream<JsonObject> each(JsonObject of, String name) {
        return of.getArray(name, new JsonArray()).stream().map(JsonObject.class::cast);
    }

    private void add(Path folder, boolean on) throws IOException {
        JsonObject state = json(Files.readString(folder.resolve("host.json")));
        String name = state.getObject("host").getString("name");
        JsonObject network = state.getObject("network");
        lines.add(name + " role " + feature(state.getObject("role").getString("feature")));
        each(network, "switches").forEach(s -> lines.add(name + " switch " + s.getString("name") + ' ' + type(s)));
        each(network, "nats")
                .forEach(n -> lines.add(name + " nat " + n.getString("name") + ' ' + n.getString("prefix")));
        each(network, "interfaces").forEach(i -> lines.add(name + " connection " + connection(i)));
        each(network, "routes")
                .filter(r -> r.getString("prefix").equals("0.0.0.0/0"))
                .map(r -> name + " gateway " + r.getString("nextHop"))
                .sorted()
                .forEach(lines::add);
        addLeases(name, folder.resolve("leases"));
        for (JsonObject vm : each(state, "vms").toList()) {
            addVm(name, vm, on);
            if (vm.has("inside")) {
                add(folder.resolve(vm.getString("inside")).getParent(), on && isOn(vm));
            }
        }
    }

    private static boolean isOn(JsonObject vm) {
        return vm.getString("state").equals("Running");
    }

    /** The file of a machine in a VM that went off is looked at only when that VM starts again. */
    private void addVm(String host, JsonObject vm, boolean on) {
        String name = host + " vm " + vm.getString("name");
        String state = !on && isOn(vm) ? "Off" : vm.getString("state");
        lines.add(name + ' ' + state + " nesting " + vm.getBoolean("nesting"));
        each(vm, "adapters")
                .forEach(a -> lines.add(name + " adapter " + a.getString("name") + ' ' + a.getBoolean("spoofing") + ' '
                        + (a.isNull("switchName") ? "" : a.getString("switchName", ""))));
    }

    private void addLeases(String host, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(FakePicture::isLease).sorted().toList()) {
                String[] parts = Files.readString(file).split("\n");
                if (parts.length < 3 || !isBare(json(parts[1]))) {
                    leases.add(host + ' ' + file.getFileName() + ' ' + (parts.length < 3 ? "damaged" : parts[1]));
                }
            }
        }
    }

    /** A backup is one where the file itself is gone. */
    private static boolean isLease(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json")
                || name.endsWith(".bak") && !Files.exists(file.resolveSibling(name.replace(".bak", ".json")));
    }

    private static boolean isBare(JsonObject lease) {
        return lease.getArray("aspects").isEmpty() && lease.getObject("members").isEmpty();
    }

    private static String connection(JsonObject i) {
        TreeSet<String> addresses = new TreeSet<>();
        each(i, "addresses").forEach(a -> addresses.add(a.getString("ip") + '/' + a.getInt("prefixLength")));
        return i.getString("name") + " dhcp " + i.getBoolean("dhcp") + ' ' + addresses + " dns "
                + (i.getBoolean("dnsStatic") ? List.copyOf(i.getArray("dns")).toString() : "automatic");
    }

    private static String type(JsonObject of) {
        return of.getString("type").toUpperCase(Locale.ROOT);
    }

    private static String feature(String installState) {
        return switch (installState) {
            case "Available", "Removed" -> "ABSENT";
            case "Installed" -> "INSTALLED";
            case "InstallPending" -> "INSTALLING";
            case "UninstallPending" -> "REMOVING";
            default -> "UNAVAILABLE";
        };
    }
}
