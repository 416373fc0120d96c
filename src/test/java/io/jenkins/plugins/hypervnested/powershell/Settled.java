package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The whole state of a simulated host once nothing in it moves by itself any more, without what only tells when. */
final class Settled {

    private Settled() {}

    static String state(FakeHost host) throws Exception {
        JsonObject state = host.read();
        long until = state.getArray("vms").stream()
                .map(vm -> ((JsonObject) vm).getObject("next"))
                .filter(next -> next != null)
                .mapToLong(next -> next.getLong("at"))
                .max()
                .orElse(0);
        while (System.currentTimeMillis() < until) {
            Thread.onSpinWait();
        }
        state.getArray("vms").forEach(vm -> settle((JsonObject) vm));
        return JsonWriter.indent(" ").string().value(sorted(state)).done();
    }

    /** The simulated host notices that time has passed when it is asked. */
    private static void settle(JsonObject vm) {
        JsonObject next = vm.getObject("next");
        if (next != null) {
            vm.put("state", next.getString("state"));
        }
        vm.keySet().removeAll(List.of("since", "next"));
    }

    private static Object sorted(Object value) {
        if (value instanceof JsonArray array) {
            JsonArray sorted = new JsonArray();
            array.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        JsonObject sorted = new JsonObject();
        new TreeMap<>(object).forEach((name, field) -> sorted.put(name, sorted(field)));
        return sorted;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
