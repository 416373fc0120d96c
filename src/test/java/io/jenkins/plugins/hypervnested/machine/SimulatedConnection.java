package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A network connection of a {@link SimulatedNetwork}.
 *
 * <p>The chained methods set up a scene, and may be called later as somebody else's doing.
 */
public final class SimulatedConnection implements Serializable {

    private static final long serialVersionUID = 1;

    /** An address; {@code state} is Windows' {@code AddressState}, and when that becomes another. */
    static final class Ip implements Serializable {
        private static final long serialVersionUID = 1;
        final String ip;
        final int prefixLength;
        final boolean manual;
        NetworkState.Address.State state = NetworkState.Address.State.PREFERRED;
        long settlesAt = Long.MAX_VALUE;

        Ip(String ip, int prefixLength, boolean manual) {
            this.ip = ip;
            this.prefixLength = prefixLength;
            this.manual = manual;
        }

        String prefix() {
            return SimulatedPrefix.of(ip, prefixLength).toString();
        }
    }

    final String guid;
    String name;
    long index;
    String mac = "";
    String switchId = "";
    boolean dhcp;
    /** There because nobody said which connections there are. */
    boolean byDefault;

    boolean dnsStatic;
    final List<Ip> ips = new ArrayList<>();
    final List<String> dns = new ArrayList<>();
    /** Next hops of default routes that somebody made. */
    final List<String> gateways = new ArrayList<>();

    /** The switch on which DHCP answers: that of the VM's adapter when its scene began; null where it does not matter. */
    String home;

    boolean away;
    /** What DHCP gives here; null while nobody answers. */
    Ip lease;

    String leaseGateway = "";
    final List<String> leaseDns = new ArrayList<>();
    long leaseAt = Long.MAX_VALUE;
    boolean leaseHeld;

    SimulatedConnection(String seed, String name) {
        this.guid =
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
        this.name = name;
    }

    // ---- scenes

    /** Has that address, set by hand, which ends DHCP; with {@link #dhcp()} after it, given by DHCP. */
    public SimulatedConnection address(String ip, int prefixLength) {
        dhcp = false;
        forgetLease();
        ips.add(new Ip(ip, prefixLength, true));
        return this;
    }

    /** Has a default route by that next hop. */
    public SimulatedConnection gateway(String nextHop) {
        gateways.add(nextHop);
        return this;
    }

    /** Has those DNS servers, set by hand; with {@link #dhcp()} after it, given by DHCP. */
    public SimulatedConnection dns(String... servers) {
        dns.clear();
        dns.addAll(List.of(servers));
        dnsStatic = true;
        return this;
    }

    /** Asks for an address; address, gateway and DNS that were said before are what it gets, else {@code 10.0.0.5/24} and the like. */
    public SimulatedConnection dhcp() {
        lease = ips.isEmpty() ? new Ip("10.0.0.5", 24, false) : new Ip(ips.get(0).ip, ips.get(0).prefixLength, false);
        leaseGateway = ips.isEmpty() ? "10.0.0.1" : gateways.isEmpty() ? "" : gateways.get(0);
        leaseDns.clear();
        leaseDns.addAll(ips.isEmpty() ? List.of("10.0.0.53") : dns);
        dhcp = true;
        ips.clear();
        gateways.clear();
        dns.clear();
        dnsStatic = false;
        takeLease();
        return this;
    }

    /** Asks for an address, and nobody answers. */
    public SimulatedConnection dhcpInVain() {
        forgetLease();
        lease = null;
        dhcp = true;
        ips.clear();
        ips.add(ownChoice());
        return this;
    }

    /** Has that MAC address. */
    public SimulatedConnection mac(String twelveDigits) {
        mac = twelveDigits;
        return this;
    }

    /** Somebody renames it. */
    public SimulatedConnection named(String newName) {
        name = newName;
        return this;
    }

    /** Somebody takes that address away. */
    public SimulatedConnection withoutAddress(String ip) {
        ips.removeIf(i -> i.ip.equals(ip));
        return this;
    }

    /** Somebody takes that default route away. */
    public SimulatedConnection withoutGateway(String nextHop) {
        gateways.remove(nextHop);
        return this;
    }

    /** {@return its interface GUID} */
    public String guid() {
        return guid;
    }

    // ---- what the platform does

    /** What Windows gives itself where nobody answers. */
    Ip ownChoice() {
        return new Ip("169.254.0." + (1 + Math.floorMod(guid.hashCode(), 250)), 16, false);
    }

    void takeLease() {
        leaseAt = Long.MAX_VALUE;
        ips.removeIf(i -> !i.manual);
        if (lease == null || away) {
            ips.add(ownChoice());
            return;
        }
        leaseHeld = true;
        ips.add(lease);
    }

    /** DHCP is off, or asks anew: what it gave is gone. */
    void forgetLease() {
        leaseHeld = false;
        leaseAt = Long.MAX_VALUE;
        ips.removeIf(i -> !i.manual);
    }

    /** The adapter is connected to that switch now. */
    void plugged(String toSwitch, long leaseComesAt) {
        away = home != null && !home.equals(toSwitch);
        if (dhcp) {
            forgetLease();
            leaseAt = leaseComesAt;
        }
    }

    long nextEvent() {
        return ips.stream().mapToLong(i -> i.settlesAt).reduce(leaseAt, Math::min);
    }

    void settle(long now, List<String> duplicates) {
        for (Ip ip : ips) {
            if (ip.settlesAt <= now) {
                ip.settlesAt = Long.MAX_VALUE;
                ip.state = duplicates.contains(ip.ip)
                        ? NetworkState.Address.State.DUPLICATE
                        : NetworkState.Address.State.PREFERRED;
            }
        }
        if (leaseAt <= now) {
            takeLease();
        }
    }

    /** {@return what can be seen of it} */
    NetworkState.Interface seen() {
        List<String> servers = dnsStatic ? dns : leaseHeld ? leaseDns : List.of();
        return new NetworkState.Interface(
                guid,
                index,
                name,
                mac,
                switchId,
                dhcp,
                ips.stream()
                        .map(i -> new NetworkState.Address(i.ip, i.prefixLength, i.state, i.manual))
                        .toList(),
                servers,
                dnsStatic);
    }

    /** {@return its routes as Windows shows them: default ones, those for what is on the link, those that every connection has} */
    List<NetworkState.Route> routes() {
        List<NetworkState.Route> routes = new ArrayList<>();
        gateways.forEach(hop -> routes.add(new NetworkState.Route(SimulatedNetworkState.EVERYTHING, hop, guid, true)));
        if (leaseHeld && !leaseGateway.isEmpty()) {
            routes.add(new NetworkState.Route(SimulatedNetworkState.EVERYTHING, leaseGateway, guid, true));
        }
        for (Ip ip : ips) {
            routes.add(onLink(ip.prefix()));
            routes.add(onLink(ip.ip + "/32"));
        }
        routes.add(onLink("224.0.0.0/4"));
        routes.add(onLink("255.255.255.255/32"));
        return routes;
    }

    private NetworkState.Route onLink(String prefix) {
        return new NetworkState.Route(prefix, SimulatedNetworkState.ON_LINK, guid, false);
    }
}
