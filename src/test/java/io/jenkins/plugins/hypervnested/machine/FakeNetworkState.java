package io.jenkins.plugins.hypervnested.machine;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;

/** Network and role of a {@link SimulatedHost} in the form of src/test/powershell/README.md. */
final class FakeNetworkState {

    private FakeNetworkState() {}

    static JsonObject network(SimulatedNetwork n) {
        JsonObject o = new JsonObject();
        o.put("switches", array(n.switches, FakeNetworkState::virtualSwitch));
        o.put("nats", array(n.nats, nat -> translated(nat)));
        o.put("interfaces", array(n.connections(), FakeNetworkState::connection));
        JsonArray routes = new JsonArray();
        n.connections().forEach(c -> c.gateways.forEach(hop -> routes.add(route(c, hop))));
        o.put("routes", routes);
        o.put("duplicates", new JsonArray(n.duplicates));
        o.put("vEthernetMillis", n.vEthernetMillis);
        o.put("vEthernetSuffix", n.suffix);
        o.put("tentativeMillis", n.tentativeMillis);
        o.put("dhcpMillis", n.dhcpMillis);
        o.put(
                "natOwnedByOther",
                n.natHidden || !foreign(n, NetworkState.Foreign.Kind.SHARING).isEmpty());
        o.put("prefixOwnedByOther", n.prefixHidden);
        o.put("natBusy", n.natBusy);
        o.put("noNatProvider", !n.natProblem.isEmpty());
        if (!foreign(n, NetworkState.Foreign.Kind.HNS).isEmpty()) {
            o.put("hns", foreign(n, NetworkState.Foreign.Kind.HNS));
        }
        if (!foreign(n, NetworkState.Foreign.Kind.SHARING).isEmpty()) {
            o.put(
                    "sharing",
                    sharing(foreign(n, NetworkState.Foreign.Kind.SHARING)
                            .getObject(0)
                            .getString("name")));
        }
        return o;
    }

    private static JsonObject virtualSwitch(SimulatedNetworkState.Switch s) {
        JsonObject o = new JsonObject();
        o.put("id", s.id);
        o.put("name", s.name);
        String type = s.type.name();
        o.put("type", type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT));
        o.put("notes", s.mark.isEmpty() ? "" : "hyperv-nested-virtualization " + s.mark);
        return o;
    }

    private static JsonObject translated(SimulatedNetworkState.Translated t) {
        JsonObject o = new JsonObject();
        o.put("name", t.name());
        o.put("type", t.type());
        o.put("prefix", t.prefix());
        return o;
    }

    private static JsonArray foreign(SimulatedNetwork n, NetworkState.Foreign.Kind kind) {
        return array(n.foreign.stream().filter(f -> f.kind() == kind).toList(), f -> translated(f));
    }

    private static JsonArray sharing(String name) {
        JsonObject shared = new JsonObject();
        shared.put("name", name);
        shared.put("private", false);
        shared.put("public", true);
        JsonArray all = new JsonArray();
        all.add(shared);
        return all;
    }

    private static JsonObject connection(SimulatedConnection c) {
        JsonObject o = new JsonObject();
        o.put("guid", c.guid);
        o.put("index", c.index);
        o.put("name", c.name);
        o.put("mac", c.mac);
        o.put("switchId", c.switchId);
        o.put("dhcp", c.dhcp);
        o.put("selfAddress", c.ownChoice().ip);
        o.put("dhcpAddress", c.lease == null ? "" : c.lease.ip + '/' + c.lease.prefixLength);
        o.put("dhcpGateway", c.leaseGateway);
        o.put("dhcpDns", new JsonArray(c.leaseDns));
        o.put("dns", new JsonArray(c.dns));
        o.put("dnsStatic", c.dnsStatic);
        o.put("addresses", array(c.ips.stream().filter(i -> i.manual).toList(), FakeNetworkState::address));
        return o;
    }

    private static JsonObject address(SimulatedConnection.Ip ip) {
        JsonObject o = new JsonObject();
        o.put("ip", ip.ip);
        o.put("prefixLength", ip.prefixLength);
        return o;
    }

    private static JsonObject route(SimulatedConnection connection, String nextHop) {
        JsonObject o = new JsonObject();
        o.put("interface", connection.guid);
        o.put("prefix", SimulatedNetworkState.EVERYTHING);
        o.put("nextHop", nextHop);
        return o;
    }

    private static <T> JsonArray array(Collection<T> values, Function<T, JsonObject> form) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }
}
