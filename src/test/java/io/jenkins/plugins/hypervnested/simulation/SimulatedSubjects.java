package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.marked;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import java.util.Locale;

/** Network and role of docs/protocol.md as a PowerShell would write them. */
final class SimulatedSubjects {

    private SimulatedSubjects() {}

    static JsonObject network(NetworkState n) {
        JsonObject o = new JsonObject();
        o.put("hyperV", n.hyperV());
        o.put("natProblem", marked(n.natProblem()));
        o.put("switches", SimulatedAnswers.array(n.switches(), SimulatedSubjects::virtualSwitch));
        o.put("nats", SimulatedAnswers.array(n.nats(), SimulatedSubjects::nat));
        o.put("interfaces", SimulatedAnswers.array(n.interfaces(), SimulatedSubjects::connection));
        o.put("routes", SimulatedAnswers.array(n.routes(), SimulatedSubjects::route));
        o.put("foreign", SimulatedAnswers.array(n.foreign(), SimulatedSubjects::foreign));
        o.put("fingerprint", marked(n.fingerprint()));
        return o;
    }

    private static JsonObject virtualSwitch(NetworkState.Switch s) {
        JsonObject o = new JsonObject();
        o.put("id", marked(s.id()));
        o.put("name", marked(s.name()));
        String type = s.type().name();
        o.put("type", marked(type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT)));
        o.put("mark", marked(s.mark()));
        o.put("users", SimulatedAnswers.array(s.users(), SimulatedSubjects::user));
        return o;
    }

    private static JsonObject user(NetworkState.User user) {
        JsonObject o = new JsonObject();
        o.put("vmId", marked(user.vmId()));
        o.put("vmName", marked(user.vmName()));
        o.put("adapterId", marked(user.adapterId()));
        return o;
    }

    private static JsonObject nat(NetworkState.Nat nat) {
        JsonObject o = new JsonObject();
        o.put("name", marked(nat.name()));
        o.put("prefix", marked(nat.prefix()));
        return o;
    }

    private static JsonObject connection(NetworkState.Interface i) {
        JsonObject o = new JsonObject();
        o.put("guid", marked(i.guid()));
        o.put("index", i.index());
        o.put("name", marked(i.name()));
        o.put("mac", marked(i.mac()));
        o.put("switchId", marked(i.switchId()));
        o.put("dhcp", i.dhcp());
        o.put("addresses", SimulatedAnswers.array(i.addresses(), SimulatedSubjects::address));
        o.put("dns", SimulatedAnswers.array(i.dns(), PlainJson::marked));
        o.put("dnsStatic", i.dnsStatic());
        return o;
    }

    private static JsonObject address(NetworkState.Address address) {
        JsonObject o = new JsonObject();
        o.put("ip", marked(address.ip()));
        o.put("prefixLength", address.prefixLength());
        String state = address.state().name();
        o.put("state", marked(state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT)));
        o.put("manual", address.manual());
        return o;
    }

    private static JsonObject route(NetworkState.Route route) {
        JsonObject o = new JsonObject();
        o.put("prefix", marked(route.prefix()));
        o.put("nextHop", marked(route.nextHop()));
        o.put("interfaceGuid", marked(route.interfaceGuid()));
        o.put("manual", route.manual());
        return o;
    }

    private static JsonObject foreign(NetworkState.Foreign foreign) {
        JsonObject o = new JsonObject();
        o.put("kind", marked(foreign.kind().name()));
        o.put("name", marked(foreign.name()));
        o.put("type", marked(foreign.type()));
        o.put("prefix", marked(foreign.prefix()));
        return o;
    }

    static JsonObject role(RoleState r) {
        JsonObject o = new JsonObject();
        o.put("server", r.server());
        o.put("edition", marked(r.edition()));
        o.put("feature", marked(r.feature().name()));
        o.put("tools", r.tools());
        o.put("restartPending", r.restartPending());
        o.put("working", r.working());
        o.put("service", r.service());
        o.put("hypervisor", r.hypervisor());
        o.put("launchProblem", marked(r.launchProblem().name()));
        o.put("failure", r.failure() == null ? null : SimulatedAnswers.error(r.failure()));
        return o;
    }
}
