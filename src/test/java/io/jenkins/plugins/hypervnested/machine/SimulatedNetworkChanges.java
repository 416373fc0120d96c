package io.jenkins.plugins.hypervnested.machine;

import java.util.stream.Stream;

/** What a process of a {@link SimulatedHost} does to the machine's network. */
final class SimulatedNetworkChanges {

    private final SimulatedHost host;
    private final SimulatedNetwork network;
    private final long process;

    SimulatedNetworkChanges(SimulatedHost host, long process) {
        this.host = host;
        this.network = host.network();
        this.process = process;
    }

    /** {@return what went wrong; null when nothing did} */
    Failure apply(Change.OfNetwork change) {
        if (change instanceof Change.CreateSwitch c) {
            return createSwitch(c, failures(change));
        }
        if (change instanceof Change.RemoveSwitch c) {
            return removeSwitch(c, failures(change));
        }
        if (change instanceof Change.CreateNat c) {
            return createNat(c, failures(change));
        }
        if (change instanceof Change.RemoveNat c) {
            return removeNat(c, failures(change));
        }
        return ofConnection(change);
    }

    private Failure ofConnection(Change.OfNetwork change) {
        String guid = guid(change);
        SimulatedNetworkFailures failures = failures(change);
        SimulatedConnection connection = network.connections().stream()
                .filter(c -> c.guid.equals(guid))
                .findFirst()
                .orElse(null);
        if (connection == null) {
            return failures.interfaceGone();
        }
        if (change instanceof Change.AddAddress c) {
            return addAddress(c, connection, failures);
        }
        if (change instanceof Change.RemoveAddress c) {
            return removeAddress(c.ip(), connection, failures);
        }
        if (change instanceof Change.AddRoute c) {
            return addRoute(c.nextHop(), connection, failures);
        }
        if (change instanceof Change.RemoveRoute c) {
            return removeRoute(c.nextHop(), connection, failures);
        }
        if (change instanceof Change.SetDns c) {
            return setDns(c, connection);
        }
        return setDhcp(((Change.SetDhcp) change).on(), connection);
    }

    private static String guid(Change.OfNetwork change) {
        if (change instanceof Change.AddAddress c) {
            return c.interfaceGuid();
        }
        if (change instanceof Change.RemoveAddress c) {
            return c.interfaceGuid();
        }
        if (change instanceof Change.AddRoute c) {
            return c.interfaceGuid();
        }
        if (change instanceof Change.RemoveRoute c) {
            return c.interfaceGuid();
        }
        if (change instanceof Change.SetDns c) {
            return c.interfaceGuid();
        }
        return ((Change.SetDhcp) change).interfaceGuid();
    }

    private Failure createSwitch(Change.CreateSwitch change, SimulatedNetworkFailures failures) {
        if (!host.hyperVAnswers()) {
            return failures.noModule();
        }
        record("create switch", change.name());
        SimulatedNetworkState.Switch made = network.addSwitch(change.name(), NetworkState.Switch.Type.INTERNAL);
        made.mark = change.mark();
        made.connectionAt = host.millis() + network.vEthernetMillis;
        return null;
    }

    private Failure removeSwitch(Change.RemoveSwitch change, SimulatedNetworkFailures failures) {
        if (!host.hyperVAnswers()) {
            return failures.noModule();
        }
        SimulatedNetworkState.Switch gone = network.byId(change.switchId());
        if (gone == null) {
            return failures.switchGone();
        }
        boolean inUse = host.vms().stream()
                .anyMatch(
                        vm -> vm.adapters().stream().anyMatch(a -> a.switchId().equals(gone.id)));
        if (inUse) {
            return failures.switchInUse();
        }
        record("remove switch", gone.name);
        network.remove(gone);
        return null;
    }

    private Failure createNat(Change.CreateNat change, SimulatedNetworkFailures failures) {
        if (!network.natProblem.isEmpty()) {
            return failures.noNatProvider("New-NetNat");
        }
        if (network.natBusy) {
            return failures.natBusy("New-NetNat");
        }
        boolean named = network.nats.stream().anyMatch(n -> n.name().equalsIgnoreCase(change.name()));
        boolean shared = network.foreign.stream().anyMatch(f -> f.kind() == NetworkState.Foreign.Kind.SHARING);
        if (named || shared || network.natHidden) {
            return failures.natOwned();
        }
        if (network.prefixHidden || overlaps(SimulatedPrefix.of(change.prefix()))) {
            return failures.overlap();
        }
        record("create nat", change.name());
        network.nat(change.name(), change.prefix());
        return null;
    }

    /** A NAT may lie over the connection of an internal switch: its gateway's address may be there first. */
    private boolean overlaps(SimulatedPrefix prefix) {
        boolean translated = Stream.concat(network.nats.stream(), network.foreign.stream())
                .filter(n -> !n.prefix().isEmpty())
                .anyMatch(n -> SimulatedPrefix.of(n.prefix()).overlaps(prefix));
        return translated
                || network.connections().stream()
                        .filter(c -> c.switchId.isEmpty())
                        .flatMap(c -> c.routes().stream())
                        .filter(r -> !r.prefix().equals(SimulatedNetworkState.EVERYTHING))
                        .anyMatch(r -> SimulatedPrefix.of(r.prefix()).overlaps(prefix));
    }

    private Failure removeNat(Change.RemoveNat change, SimulatedNetworkFailures failures) {
        if (!network.natProblem.isEmpty()) {
            return failures.noNatProvider("Remove-NetNat");
        }
        SimulatedNetworkState.Translated gone = network.nats.stream()
                .filter(n ->
                        n.name().equalsIgnoreCase(change.name()) && n.prefix().equals(change.prefix()))
                .findFirst()
                .orElse(null);
        if (gone == null) {
            return failures.natGone();
        }
        if (network.natBusy) {
            return failures.natBusy("Remove-NetNat");
        }
        record("remove nat", gone.name());
        network.nats.remove(gone);
        return null;
    }

    private Failure addAddress(
            Change.AddAddress change, SimulatedConnection connection, SimulatedNetworkFailures failures) {
        boolean exists =
                network.connections().stream().flatMap(c -> c.ips.stream()).anyMatch(i -> i.ip.equals(change.ip()));
        if (exists) {
            return failures.exists("Windows System Error 5010,New-NetIPAddress", "ResourceExists");
        }
        record("add address", change.ip() + '/' + change.prefixLength());
        connection.dhcp = false;
        connection.forgetLease();
        SimulatedConnection.Ip added = new SimulatedConnection.Ip(change.ip(), change.prefixLength(), true);
        added.state = NetworkState.Address.State.TENTATIVE;
        added.settlesAt = host.millis() + network.tentativeMillis;
        connection.ips.add(added);
        return null;
    }

    private Failure removeAddress(String ip, SimulatedConnection connection, SimulatedNetworkFailures failures) {
        if (connection.ips.stream().noneMatch(i -> i.ip.equals(ip))) {
            return failures.addressGone();
        }
        record("remove address", ip);
        connection.withoutAddress(ip);
        return null;
    }

    private Failure addRoute(String nextHop, SimulatedConnection connection, SimulatedNetworkFailures failures) {
        boolean exists = connection.routes().stream()
                .anyMatch(r -> r.prefix().equals(SimulatedNetworkState.EVERYTHING)
                        && r.nextHop().equals(nextHop));
        if (exists) {
            return failures.exists("Windows System Error 87,New-NetRoute", "InvalidArgument");
        }
        record("add route", nextHop);
        connection.gateways.add(nextHop);
        return null;
    }

    private Failure removeRoute(String nextHop, SimulatedConnection connection, SimulatedNetworkFailures failures) {
        if (!connection.gateways.contains(nextHop)) {
            return failures.routeGone();
        }
        record("remove route", nextHop);
        connection.gateways.remove(nextHop);
        return null;
    }

    private Failure setDns(Change.SetDns change, SimulatedConnection connection) {
        boolean reset = change.servers().isEmpty();
        record(reset ? "reset dns" : "set dns", reset ? connection.name : String.join(" ", change.servers()));
        connection.dns.clear();
        connection.dns.addAll(change.servers());
        connection.dnsStatic = !reset;
        return null;
    }

    private Failure setDhcp(boolean on, SimulatedConnection connection) {
        if (connection.dhcp == on) {
            return null;
        }
        record(on ? "dhcp on" : "dhcp off", connection.name);
        connection.dhcp = on;
        connection.forgetLease();
        connection.leaseAt = on ? host.millis() + network.dhcpMillis : Long.MAX_VALUE;
        return null;
    }

    private SimulatedNetworkFailures failures(Change change) {
        return new SimulatedNetworkFailures(host, change.getClass().getSimpleName());
    }

    private void record(String what, String object) {
        host.record(process, what, object);
    }
}
