package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every state file of a host on the fakes and of the machines inside, whole, but for what time alone changes. */
final class WholeState {

    /** Moments, and counters of restarts; what a test ordered; what the processor showed at the last boot. */
    private static final Set<String> OF_TIME = Set.of(
            "since",
            "next",
            "boots",
            "restartAt",
            "dhcpAt",
            "tentativeUntil",
            "at",
            "restarts",
            "failAt",
            "extensions");

    private WholeState() {}

    /** {@return one line for each value of each file} */
    static List<String> of(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> f.getFileName().toString().equals("host.json"))
                    .sorted()
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            add(lines, folder.relativize(file).toString(), parsed(file));
        }
        return lines;
    }

    /** {@return what differs from what was before, and leases that hold or record anything} */
    static List<String> leftOver(List<String> before, Path folder) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> after = of(folder);
        if (!after.equals(before)) {
            List<String> gone = new ArrayList<>(before);
            gone.removeAll(after);
            after.removeAll(before);
            wrong.add("was " + gone + ", is " + after);
        }
        List<String> leases = FakePicture.leases(folder);
        if (!leases.isEmpty()) {
            wrong.add("leases " + leases);
        }
        return wrong;
    }

    private static JsonObject parsed(Path file) throws IOException {
        try {
            return JsonParser.object().from(Files.readString(file));
        } catch (JsonParserException e) {
            throw new IOException(file.toString(), e);
        }
    }

    private static void add(List<String> lines, String path, Object value) {
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> field : new TreeMap<>(object).entrySet()) {
                if (!OF_TIME.contains(field.getKey()) && !isEmpty(field.getValue())) {
                    add(lines, path + '/' + field.getKey(), field.getValue());
                }
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                add(lines, path + '/' + i, array.get(i));
            }
        } else {
            lines.add(path + " = " + value);
        }
    }

    /** An empty field and none are the same to the fakes. */
    private static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value instanceof JsonArray array && array.isEmpty();
    }
}
