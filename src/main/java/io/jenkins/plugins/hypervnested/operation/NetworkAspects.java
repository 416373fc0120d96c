package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Switch;
import java.util.List;
import java.util.Optional;

/**
 * The aspects of a machine's own network: what their objects and values look like.
 *
 * <ul>
 *   <li>{@code switch}, object its name: {@code absent}, {@code internal:<id>}, or what else has that name. Wanted is {@code internal}.
 *       Between the intention and the reading back it is recorded as {@code made:<mark>}, and the switch has the mark in its notes.
 *   <li>{@code nat}, object its name: {@code absent}, or its prefix.
 *   <li>{@code address}, object {@code <address>@<interface>}: {@code absent}, or {@code <prefix length> on <interface GUID>}. Wanted is the
 *       length. The interface is a GUID, or {@code switch:<name>} for the machine's adapter on a switch.
 *   <li>{@code route}, object {@code <next hop>@<interface GUID>}, a default route: {@code absent} or {@code present}.
 *   <li>{@code dns}, object an interface GUID: {@code automatic}, or the list that was set, with commas.
 *   <li>{@code dhcp}, object an interface GUID: {@code on} or {@code off}.
 * </ul>
 */
final class NetworkAspects {

    static final String SWITCH = "switch";
    static final String NAT = "nat";
    static final String ADDRESS = "address";
    static final String ROUTE = "route";
    static final String DNS = "dns";
    static final String DHCP = "dhcp";

    static final String INTERNAL = "internal";
    static final String PRESENT = "present";
    static final String AUTOMATIC = "automatic";
    static final String MADE = "made:";
    static final String DEFAULT_PREFIX = "0.0.0.0/0";

    private static final String ON_SWITCH = "switch:";

    private NetworkAspects() {}

    static AspectId ofSwitch(String name) {
        return new AspectId(SWITCH, name);
    }

    static AspectId ofNat(String name) {
        return new AspectId(NAT, name);
    }

    /** The machine's own address on a switch of its. */
    static AspectId addressOnSwitch(String ip, String switchName) {
        return new AspectId(ADDRESS, ip + '@' + ON_SWITCH + switchName);
    }

    static AspectId address(String ip, String interfaceGuid) {
        return new AspectId(ADDRESS, ip + '@' + interfaceGuid);
    }

    static AspectId route(String nextHop, String interfaceGuid) {
        return new AspectId(ROUTE, nextHop + '@' + interfaceGuid);
    }

    static AspectId dns(String interfaceGuid) {
        return new AspectId(DNS, interfaceGuid);
    }

    static AspectId dhcp(String interfaceGuid) {
        return new AspectId(DHCP, interfaceGuid);
    }

    static boolean isKnown(AspectId id) {
        return switch (id.name()) {
            case SWITCH, NAT, ADDRESS, ROUTE, DNS, DHCP -> true;
            default -> false;
        };
    }

    static Optional<String> value(AspectId id, NetworkState network) {
        return switch (id.name()) {
            case SWITCH -> Optional.of(ofSwitches(network.switchesNamed(id.object())));
            case NAT ->
                Optional.of(network.natNamed(id.object())
                        .map(NetworkState.Nat::prefix)
                        .orElse(AspectId.ABSENT));
            case ADDRESS -> ofAddress(id, network);
            case ROUTE ->
                connection(id, network).map(i -> hasRoute(network, i, before(id)) ? PRESENT : AspectId.ABSENT);
            case DNS ->
                connection(id, network)
                        .map(i -> i.dnsStatic() && !i.dns().isEmpty() ? String.join(",", i.dns()) : AUTOMATIC);
            case DHCP -> connection(id, network).map(i -> AspectId.onOff(i.dhcp()));
            default -> Optional.empty();
        };
    }

    private static String ofSwitches(List<Switch> named) {
        if (named.isEmpty()) {
            return AspectId.ABSENT;
        }
        if (named.size() > 1) {
            return named.size() + " switches";
        }
        return switch (named.get(0).type()) {
            case INTERNAL -> INTERNAL + ':' + named.get(0).id();
            case PRIVATE -> "private";
            case EXTERNAL -> "external";
        };
    }

    /** What is on no connection is absent, where the connection comes and goes with the switch; gone otherwise. */
    private static Optional<String> ofAddress(AspectId id, NetworkState network) {
        Optional<Interface> connection = connection(id, network);
        if (connection.isEmpty() && isOnSwitch(id)) {
            return Optional.of(AspectId.ABSENT);
        }
        return connection.map(i -> i.address(before(id))
                .map(a -> a.prefixLength() + " on " + i.guid())
                .orElse(AspectId.ABSENT));
    }

    private static boolean hasRoute(NetworkState network, Interface connection, String nextHop) {
        return network.routes().stream()
                .anyMatch(r -> r.interfaceGuid().equals(connection.guid())
                        && r.prefix().equals(DEFAULT_PREFIX)
                        && r.nextHop().equals(nextHop));
    }

    static boolean isOnSwitch(AspectId id) {
        return after(id).startsWith(ON_SWITCH);
    }

    /** {@return the network connection that an aspect is of} */
    static Optional<Interface> connection(AspectId id, NetworkState network) {
        String where = after(id);
        if (!where.startsWith(ON_SWITCH)) {
            return network.connection(where);
        }
        List<Switch> named = network.switchesNamed(where.substring(ON_SWITCH.length()));
        return named.size() == 1 ? network.connectionOf(named.get(0).id()) : Optional.empty();
    }

    /** {@return the address or the next hop of an object} */
    static String before(AspectId id) {
        int at = id.object().indexOf('@');
        return at < 0 ? "" : id.object().substring(0, at);
    }

    private static String after(AspectId id) {
        return id.object().substring(id.object().indexOf('@') + 1);
    }

    static boolean isWider(AspectId id, String wanted, String shown) {
        return switch (id.name()) {
            case SWITCH -> wanted.equals(INTERNAL) && shown.startsWith(INTERNAL + ':');
            case ADDRESS -> shown.startsWith(wanted + " on ");
            default -> false;
        };
    }

    /** {@return how results call an aspect, whatever becomes of its object} */
    static String label(AspectId id) {
        return switch (id.name()) {
            case ADDRESS, ROUTE -> id.name() + ' ' + before(id);
            case SWITCH, NAT -> id.name() + " '" + id.object() + "'";
            default -> id.name();
        };
    }

    /** {@return how an object is called, for people} */
    static String object(AspectId id, NetworkState network) {
        String on = connection(id, network).map(Interface::name).orElse("");
        String where = on.isEmpty() ? "" : " on '" + on + "'";
        return switch (id.name()) {
            case SWITCH, NAT -> "'" + id.object() + "'";
            case ADDRESS -> before(id) + where;
            case ROUTE -> "by " + before(id) + where;
            case DNS, DHCP -> where.strip();
            default -> "";
        };
    }
}
