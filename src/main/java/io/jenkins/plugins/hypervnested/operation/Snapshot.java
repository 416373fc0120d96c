package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a result says of a VM before and after.
 *
 * @param state the platform's name of its state
 * @param nesting whether extensions are exposed
 * @param heartbeat what the guest says
 * @param version configuration version
 * @param spoofing MAC address spoofing by adapter name; of adapters with the same name the last one stands
 */
public record Snapshot(
        String state, boolean nesting, Heartbeat heartbeat, String version, Map<String, Boolean> spoofing)
        implements Serializable {

    public Snapshot {
        spoofing = new LinkedHashMap<>(spoofing);
    }

    public static Snapshot of(VmState vm) {
        Map<String, Boolean> spoofing = new LinkedHashMap<>();
        for (Adapter adapter : vm.adapters()) {
            spoofing.put(adapter.name(), adapter.spoofing());
        }
        return new Snapshot(vm.platformState(), vm.nesting(), vm.heartbeat(), vm.version(), spoofing);
    }
}
