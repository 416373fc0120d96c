package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a result says of a VM before and after.
 *
 * @param state the platform's name of its state
 * @param nesting whether extensions are exposed
 * @param heartbeat what the guest says
 * @param version configuration version
 * @param spoofing MAC address spoofing by adapter name; of adapters with the same name the last one stands
 * @param inside what a network step or a role step read inside, by what it is called, as {@code switch 'VmNAT'}; empty for others
 */
public record Snapshot(
        String state,
        boolean nesting,
        Heartbeat heartbeat,
        String version,
        Map<String, Boolean> spoofing,
        Map<String, String> inside)
        implements Serializable {

    public Snapshot {
        spoofing = new LinkedHashMap<>(spoofing);
        inside = new LinkedHashMap<>(inside);
    }

    /** What was read inside. */
    static Snapshot ofInside(Map<String, String> inside) {
        return new Snapshot("", false, Heartbeat.NONE, "", Map.of(), inside);
    }

    public static Snapshot of(VmState vm) {
        Map<String, Boolean> spoofing = new LinkedHashMap<>();
        for (Adapter adapter : vm.adapters()) {
            spoofing.put(adapter.name(), adapter.spoofing());
        }
        return new Snapshot(vm.platformState(), vm.nesting(), vm.heartbeat(), vm.version(), spoofing, Map.of());
    }

    /**
     * {@return this VM as it was before an entry joined, as far as its lease tells; a step that goes on after an interruption sees
     * the VM with what it had done already}
     */
    Snapshot before(Lease lease, String entry, VmState vm) {
        Map<String, Boolean> spoofed = new LinkedHashMap<>(spoofing);
        for (Adapter adapter : vm.adapters()) {
            valueBefore(lease, AspectId.spoofing(adapter.id()), entry)
                    .ifPresent(value -> spoofed.put(adapter.name(), value.equals(AspectId.ON)));
        }
        boolean exposed = valueBefore(lease, AspectId.NESTING, entry)
                .map(AspectId.ON::equals)
                .orElse(nesting);
        boolean alone = lease.members().keySet().stream().findFirst().equals(Optional.of(entry));
        Map<String, String> powerNames = Map.of(AspectId.ON, "Running", AspectId.OFF, "Off");
        String power = lease.aspect(AspectId.POWER)
                .filter(aspect -> alone)
                .map(aspect -> powerNames.get(aspect.first()))
                .orElse(state);
        return new Snapshot(power, exposed, heartbeat, version, spoofed, Map.of());
    }

    /** {@return the value before an entry joined; empty when it holds no such thing} */
    static Optional<String> valueBefore(Lease lease, AspectId id, String entry) {
        return lease.aspect(id).flatMap(aspect -> {
            String before = aspect.first();
            for (Lease.Want want : aspect.wants()) {
                if (want.entry().equals(entry)) {
                    return Optional.of(before);
                }
                before = want.value();
            }
            return Optional.empty();
        });
    }

    /** Whether something is set differently; what a guest says of itself does not count. */
    boolean differs(Snapshot other) {
        return nesting != other.nesting || !spoofing.equals(other.spoofing) || !inside.equals(other.inside);
    }
}
