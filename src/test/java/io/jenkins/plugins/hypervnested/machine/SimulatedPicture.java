package io.jenkins.plugins.hypervnested.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A whole {@link SimulatedHost} and all that is inside its VMs, in lines to be compared: what would have to be put back, and nothing else.
 * What DHCP gives is not among it: it comes and goes by itself.
 */
public final class SimulatedPicture {

    private SimulatedPicture() {}

    public static String of(SimulatedHost host) {
        List<String> lines = new ArrayList<>();
        add(lines, host);
        return String.join("\n", lines);
    }

    /** {@return leases that hold or record anything, each with its machine} */
    public static List<String> leases(SimulatedHost host) {
        List<String> leases = new ArrayList<>();
        host.allLeases().forEach((subject, lease) -> {
            boolean bare = lease.text == null
                    || PlainJson.parse(lease.text).getArray("aspects").isEmpty()
                            && PlainJson.parse(lease.text).getObject("members").isEmpty();
            if (!bare) {
                leases.add(host.name + ' ' + subject + ' ' + lease.text);
            }
        });
        for (SimulatedVm vm : host.vms()) {
            if (vm.inside != null) {
                leases.addAll(leases(vm.inside));
            }
        }
        return leases;
    }

    private static void add(List<String> lines, SimulatedHost host) {
        NetworkState network = host.network().seen();
        lines.add(host.name + " role " + host.role().feature());
        network.switches().forEach(s -> lines.add(host.name + " switch " + s.name() + ' ' + s.type()));
        network.nats().forEach(n -> lines.add(host.name + " nat " + n.name() + ' ' + n.prefix()));
        for (NetworkState.Interface i : network.interfaces()) {
            TreeSet<String> addresses = new TreeSet<>();
            i.addresses().stream()
                    .filter(NetworkState.Address::manual)
                    .forEach(a -> addresses.add(a.ip() + "/" + a.prefixLength()));
            lines.add(host.name + " connection " + i.name() + " dhcp " + i.dhcp() + ' ' + addresses + " dns "
                    + (i.dnsStatic() ? i.dns() : "automatic"));
        }
        host.network().connections().stream()
                .flatMap(c -> c.gateways.stream())
                .map(hop -> host.name + " gateway " + hop)
                .sorted()
                .forEach(lines::add);
        for (SimulatedVm vm : host.vms()) {
            lines.add(host.name + " vm " + vm.name() + ' ' + vm.platformState() + " nesting " + vm.nesting());
            vm.adapters()
                    .forEach(a -> lines.add(host.name + " vm " + vm.name() + " adapter " + a.name() + ' ' + a.spoofing()
                            + ' ' + a.switchName()));
            if (vm.inside != null) {
                add(lines, vm.inside);
            }
        }
    }
}
