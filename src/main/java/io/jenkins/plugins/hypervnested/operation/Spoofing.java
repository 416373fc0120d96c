package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which adapters of a VM a request about MAC address spoofing means. From then on they go by their ids. */
final class Spoofing {

    private Spoofing() {}

    /** {@return the adapters that are meant} A name that fits none or several means none; see {@link #problem}. */
    static List<Adapter> adapters(Options.Spoofing wanted, VmState vm) {
        if (wanted == null) {
            return List.of();
        }
        if (wanted.adapters().isEmpty()) {
            return vm.adapters();
        }
        List<Adapter> meant = new ArrayList<>();
        for (String name : wanted.adapters()) {
            List<Adapter> named = named(vm, name);
            if (named.size() == 1) {
                meant.addAll(named);
            }
        }
        return meant;
    }

    /** {@return why a request cannot be carried out on a VM, if so} */
    static Optional<Failure> problem(Request request, VmState vm, Failures failures) {
        Options.Spoofing wanted = request.options().spoofing();
        if (wanted == null) {
            return Optional.empty();
        }
        for (String name : wanted.adapters()) {
            int count = named(vm, name).size();
            if (count == 0) {
                return Optional.of(failures.noAdapter(vm, name, there(vm)));
            }
            if (count > 1) {
                return Optional.of(failures.ambiguousAdapter(vm, name, there(vm)));
            }
        }
        boolean nothing = vm.adapters().isEmpty() && request.kind() == Request.Kind.SPOOF;
        return nothing ? Optional.of(failures.noAdapters(vm)) : Optional.empty();
    }

    /** {@return what to report of adapters that came or went since a VM was joined} */
    static List<String> changesSince(Lease lease, Request request, VmState vm) {
        List<String> notes = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            if (aspect.id().name().equals(AspectId.SPOOFING_NAME)) {
                known.add(aspect.id().object());
                String name = aspect.id().objectIn(vm);
                if (aspect.id().valueOf(vm).isEmpty()) {
                    notes.add("adapter '" + aspect.shownAs() + "' is gone, and its MAC address spoofing with it");
                } else if (!name.equals(aspect.shownAs())) {
                    notes.add("adapter '" + aspect.shownAs() + "' is called '" + name + "' now");
                }
            }
        }
        Options.Spoofing wanted = request.options().spoofing();
        if (wanted != null && wanted.adapters().isEmpty()) {
            vm.adapters().stream()
                    .filter(a -> !known.contains(a.id()))
                    .forEach(a -> notes.add("adapter '" + a.name() + "' was added meanwhile and is left as it is"));
        }
        return notes;
    }

    private static List<Adapter> named(VmState vm, String name) {
        return vm.adapters().stream().filter(a -> a.name().equals(name)).toList();
    }

    private static String there(VmState vm) {
        return vm.adapters().isEmpty()
                ? "it has none"
                : "it has "
                        + vm.adapters().stream()
                                .map(a -> "'" + a.name() + "'"
                                        + (a.switchName().isEmpty() ? "" : " on switch '" + a.switchName() + "'"))
                                .collect(Collectors.joining(", "));
    }
}
