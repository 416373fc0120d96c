package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.operation.Nat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the body of a block finds in its environment. */
final class BlockEnvironment {

    private BlockEnvironment() {}

    /**
     * {@return the variables} Those of the first machine; where there are several machines also those of each, numbered from 1.
     * {@code HYPERV_VMS} has the VMs of all. What the first machine does not have is empty, which takes away what a block around it
     * says.
     */
    static LinkedHashMap<String, String> of(List<BlockCall> machines) {
        LinkedHashMap<String, String> all = new LinkedHashMap<>();
        put(all, machines.get(0), "");
        all.put("HYPERV_VMS", machines.stream().map(BlockEnvironment::vms).collect(Collectors.joining(",")));
        if (machines.size() > 1) {
            for (int i = 0; i < machines.size(); i++) {
                put(all, machines.get(i), "_" + (i + 1));
            }
        }
        return all;
    }

    private static void put(LinkedHashMap<String, String> all, BlockCall machine, String suffix) {
        all.put("HYPERV_HOST" + suffix, machine.arguments().host());
        all.put("HYPERV_VM" + suffix, machine.arguments().vms().get(0));
        all.put("HYPERV_VMS" + suffix, vms(machine));
        Nat nat = machine.all()
                .map(call -> call.arguments().nat())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        all.put("HYPERV_NAT_NAME" + suffix, nat == null ? "" : nat.natName());
        all.put("HYPERV_NAT_SWITCH" + suffix, nat == null ? "" : nat.switchName());
        all.put("HYPERV_NAT_PREFIX" + suffix, nat == null ? "" : nat.prefix());
        all.put("HYPERV_NAT_GATEWAY" + suffix, nat == null ? "" : nat.gateway());
        all.put(
                "HYPERV_NAT_GUESTS" + suffix,
                nat == null ? "" : nat.guests().stream().map(Nat.Guest::vm).collect(Collectors.joining(",")));
        all.put(
                "HYPERV_NAT_ADDRESSES" + suffix,
                nat == null ? "" : nat.guests().stream().map(Nat.Guest::address).collect(Collectors.joining(",")));
    }

    private static String vms(BlockCall machine) {
        return String.join(",", machine.arguments().vms());
    }
}
