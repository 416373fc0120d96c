package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.NetworkState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what {@code docs/protocol.md} says of a machine's network. */
final class NetworkValues {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String ADDRESS = OCTET + "(?:\\." + OCTET + "){3}";
    private static final Pattern IP = Pattern.compile(ADDRESS);
    private static final Pattern PREFIX = Pattern.compile(ADDRESS + "/(?:3[0-2]|[12]?[0-9])");
    private static final Pattern DIGITS = Pattern.compile("[0-9A-F]*");
    private static final Pattern MARK = Pattern.compile("|[0-9a-f]{32}");

    private static final int SHORT = 256;
    private static final int NAME = 4_096;
    private static final int MOST_SWITCHES = 1_000;
    private static final int MOST_USERS = 10_000;
    private static final int MOST_NATS = 1_000;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int MOST_ADDRESSES = 1_000;
    private static final int MOST_SERVERS = 100;
    private static final int MOST_ROUTES = 10_000;
    private static final int MOST_FOREIGN = 1_000;

    private NetworkValues() {}

    /** Reads one element of an array. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(Fields v) throws ShapeException;
    }

    static NetworkState network(Fields v) throws ShapeException {
        return new NetworkState(
                v.flag("hyperV"),
                v.text("natProblem", NAME),
                all(v, "switches", MOST_SWITCHES, NetworkValues::hyperVSwitch),
                all(v, "nats", MOST_NATS, NetworkValues::nat),
                all(v, "interfaces", MOST_CONNECTIONS, NetworkValues::connection),
                all(v, "routes", MOST_ROUTES, NetworkValues::route),
                all(v, "foreign", MOST_FOREIGN, NetworkValues::foreign),
                v.text("fingerprint", SHORT));
    }

    private static <T> List<T> all(Fields v, String key, int most, Reader<T> reader) throws ShapeException {
        List<T> all = new ArrayList<>();
        for (Fields one : v.objects(key, most)) {
            all.add(reader.read(one));
        }
        return all;
    }

    private static NetworkState.Switch hyperVSwitch(Fields v) throws ShapeException {
        return new NetworkState.Switch(
                v.matching("id", Values.GUID, "a GUID"),
                v.text("name", NAME),
                v.platformName("type", NetworkState.Switch.Type.class),
                v.matching("mark", MARK, "a mark"),
                all(v, "users", MOST_USERS, NetworkValues::user));
    }

    private static NetworkState.User user(Fields v) throws ShapeException {
        return new NetworkState.User(
                v.matching("vmId", Values.GUID, "a GUID"), v.text("vmName", NAME), v.text("adapterId", NAME));
    }

    private static NetworkState.Nat nat(Fields v) throws ShapeException {
        return new NetworkState.Nat(v.text("name", NAME), prefixOrNone(v));
    }

    private static NetworkState.Interface connection(Fields v) throws ShapeException {
        List<String> dns = v.texts("dns", MOST_SERVERS, SHORT);
        for (String server : dns) {
            if (!IP.matcher(server).matches()) {
                throw new ShapeException("a DNS server is no IPv4 address");
            }
        }
        return new NetworkState.Interface(
                v.matching("guid", Values.GUID, "a GUID"),
                v.whole("index", 0, Integer.MAX_VALUE),
                v.text("name", NAME),
                mac(v),
                v.matching("switchId", Values.GUID_OR_NONE, "a GUID or empty"),
                v.flag("dhcp"),
                all(v, "addresses", MOST_ADDRESSES, NetworkValues::address),
                dns,
                v.flag("dnsStatic"));
    }

    /** Tunnels and InfiniBand have addresses of another length, which are no MAC addresses. */
    private static String mac(Fields v) throws ShapeException {
        String digits = v.matching("mac", DIGITS, "a MAC address");
        return Values.MAC.matcher(digits).matches() ? digits : "";
    }

    private static NetworkState.Address address(Fields v) throws ShapeException {
        return new NetworkState.Address(
                v.matching("ip", IP, "an IPv4 address"),
                (int) v.whole("prefixLength", 0, 32),
                v.platformName("state", NetworkState.Address.State.class),
                v.flag("manual"));
    }

    private static NetworkState.Route route(Fields v) throws ShapeException {
        return new NetworkState.Route(
                v.matching("prefix", PREFIX, "an IPv4 prefix"),
                v.matching("nextHop", IP, "an IPv4 address"),
                v.matching("interfaceGuid", Values.GUID_OR_NONE, "a GUID or empty"),
                v.flag("manual"));
    }

    private static NetworkState.Foreign foreign(Fields v) throws ShapeException {
        return new NetworkState.Foreign(
                v.name("kind", NetworkState.Foreign.Kind.class),
                v.text("name", NAME),
                v.text("type", SHORT),
                prefixOrNone(v));
    }

    /** What others make may translate IPv6 alone, or tell no prefix: then it has none that could be in the way. */
    private static String prefixOrNone(Fields v) throws ShapeException {
        String prefix = v.text("prefix", SHORT);
        return PREFIX.matcher(prefix).matches() ? prefix : "";
    }
}
