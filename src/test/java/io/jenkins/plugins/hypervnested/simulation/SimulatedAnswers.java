package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.marked;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** The values of docs/protocol.md as a PowerShell would write them. */
final class SimulatedAnswers {

    private SimulatedAnswers() {}

    static JsonObject facts(MachineFacts f) {
        JsonObject o = new JsonObject();
        o.put("name", marked(f.name()));
        o.put("uuid", marked(f.uuid()));
        o.put("manufacturer", marked(f.manufacturer()));
        o.put("model", marked(f.model()));
        o.put("azure", f.azure());
        o.put("processor", marked(f.processor()));
        o.put("architecture", marked(f.architecture()));
        o.put("build", f.build());
        o.put("server", f.server());
        o.put("caption", marked(f.caption()));
        o.put("powerShell", marked(f.powerShell()));
        o.put("process64", f.process64());
        o.put("hyperV", f.hyperV());
        o.put("hyperVModule", f.hyperVModule());
        o.put("exposes", f.exposes());
        o.put("hypervisorPresent", f.hypervisorPresent());
        o.put("administrator", f.administrator());
        o.put("account", marked(f.account()));
        o.put("leaseFolderProblem", marked(f.leaseFolderProblem()));
        o.put("clock", clock(f.clock()));
        return o;
    }

    static JsonObject clock(Clock clock) {
        JsonObject o = new JsonObject();
        o.put("boot", marked(clock.boot()));
        o.put("millis", clock.millis());
        return o;
    }

    static JsonObject vm(VmState vm, SimulatedHost host) {
        JsonObject o = new JsonObject();
        o.put("id", marked(vm.id()));
        o.put("name", marked(vm.name()));
        o.put("platformState", marked(vm.platformState()));
        o.put("nesting", vm.nesting());
        String heartbeat = host.vms().stream()
                .filter(v -> v.id().equals(vm.id()))
                .findFirst()
                .orElseThrow()
                .platformHeartbeat();
        o.put("heartbeat", heartbeat == null ? null : marked(heartbeat));
        o.put("shutdownOffered", vm.shutdownOffered());
        o.put("merging", vm.merging());
        o.put("version", marked(vm.version()));
        o.put("generation", vm.generation());
        o.put("processors", vm.processors());
        o.put("dynamicMemory", vm.dynamicMemory());
        o.put("uptimeSeconds", vm.uptimeSeconds());
        o.put("adapters", array(vm.adapters(), SimulatedAnswers::adapter));
        return o;
    }

    private static JsonObject adapter(Adapter adapter) {
        JsonObject o = new JsonObject();
        o.put("id", marked(adapter.id()));
        o.put("name", marked(adapter.name()));
        o.put("spoofing", adapter.spoofing());
        o.put("switchId", marked(adapter.switchId()));
        o.put("switchName", marked(adapter.switchName()));
        o.put("legacy", adapter.legacy());
        o.put("mac", marked(adapter.mac()));
        return o;
    }

    static JsonObject details(VmDetails d) {
        JsonObject o = new JsonObject();
        o.put("guestSystem", marked(d.guestSystem()));
        o.put("guestBuild", d.guestBuild());
        o.put("guestIsServer", d.guestIsServer());
        o.put("checkpoints", array(d.checkpoints(), name -> marked(name)));
        o.put("automaticCheckpoints", d.automaticCheckpoints());
        o.put("clustered", d.clustered());
        o.put("replication", marked(d.replication().name()));
        o.put("shielded", d.shielded());
        o.put("migrationCompatibility", d.migrationCompatibility());
        o.put("migrating", d.migrating());
        return o;
    }

    static JsonObject observation(Observation seen, SimulatedHost host) {
        JsonObject o = new JsonObject();
        if (seen.subject() instanceof NetworkState network) {
            o.put("network", SimulatedSubjects.network(network));
        } else if (seen.subject() instanceof RoleState role) {
            o.put("role", SimulatedSubjects.role(role));
        } else {
            o.put("vm", vm(seen.vm(), host));
        }
        o.put("lease", lease(seen.lease()));
        o.put("clock", clock(seen.clock()));
        o.put("processId", seen.processId());
        o.put("processStarted", seen.processStarted());
        return o;
    }

    static JsonObject lease(LeaseSeen lease) {
        JsonObject o = new JsonObject();
        o.put("stamp", marked(lease.stamp()));
        o.put("text", lease.text() == null ? null : marked(lease.text()));
        o.put("problem", marked(lease.problem().name()));
        o.put("actorAlive", lease.actorAlive());
        o.put("actorMine", lease.actorMine());
        o.put("silentMillis", lease.silentMillis());
        return o;
    }

    static <T> JsonObject each(Map<String, Answer<T>> answers, Function<T, JsonObject> value) {
        JsonObject o = new JsonObject();
        answers.forEach((key, answer) -> {
            JsonObject one = new JsonObject();
            if (answer.isFailure()) {
                one.put("error", error(answer.failure()));
            } else {
                one.put("value", value.apply(answer.value()));
            }
            o.put(key, one);
        });
        return o;
    }

    static JsonObject error(Failure failure) {
        Failure.Details d = failure.details();
        JsonObject o = error(d.errorId(), d.category(), d.message(), d.object());
        if (failure instanceof Failure.NotPermitted && d.errorId().startsWith("PSSessionStateBroken,")) {
            o.put("type", marked("System.Management.Automation.Remoting.PSDirectException"));
        }
        return o;
    }

    static JsonObject error(String id, String category, String message, String target) {
        JsonObject o = new JsonObject();
        o.put("id", marked(id));
        o.put("category", marked(category));
        o.put("message", marked(message));
        o.put("target", marked(target));
        o.put("type", marked("System.Exception"));
        o.put("code", 0);
        return o;
    }

    static <T> JsonArray array(Collection<T> values, Function<T, Object> value) {
        JsonArray array = new JsonArray();
        values.forEach(v -> array.add(value.apply(v)));
        return array;
    }
}
