package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A step's arguments as pages show them beside its name: which VMs of which host. */
final class ShownArguments {

    private static final int LONGEST = 200;

    private ShownArguments() {}

    /**
     * @param arguments as a Pipeline gave them, or what Jenkins keeps of them: of any type
     * @return null when they name no host and no VM
     */
    @CheckForNull
    static String of(Map<String, ?> arguments) {
        String shown = machines(arguments).collect(Collectors.joining(", "));
        if (shown.isEmpty()) {
            return null;
        }
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
    }

    private static Stream<String> machines(Map<String, ?> arguments) {
        if (arguments.get("machines") instanceof List<?> machines) {
            return machines.stream()
                    .map(each -> each instanceof Map<?, ?> machine ? machine(machine) : "")
                    .filter(text -> !text.isEmpty());
        }
        return Stream.of(machine(arguments)).filter(text -> !text.isEmpty());
    }

    private static String machine(Map<?, ?> arguments) {
        String host = text(arguments.get("host"));
        String vms = Stream.concat(Stream.of(arguments.get("vm")), several(arguments.get("vms")))
                .map(ShownArguments::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return vms.isEmpty() || host.isEmpty() ? vms + host : vms + " (" + host + ")";
    }

    private static Stream<?> several(Object vms) {
        return vms instanceof List<?> list ? list.stream().filter(Objects::nonNull) : Stream.empty();
    }

    private static String text(Object value) {
        return value instanceof CharSequence ? value.toString() : "";
    }
}
