package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Writes the arguments of {@code docs/protocol.md}. */
final class Requests {

    private Requests() {}

    static JsonObject open(Endpoint.WinRm endpoint) {
        JsonObject args = new JsonObject();
        args.put("transport", Wire.text("winrm"));
        args.put("address", Wire.text(endpoint.address()));
        args.put("port", endpoint.port());
        args.put("https", endpoint.https());
        args.put("authentication", Wire.text(platformName(endpoint.authentication())));
        args.put("configuration", Wire.text(endpoint.configurationName()));
        args.put("user", Wire.text(endpoint.userName()));
        return args;
    }

    /** As {@code System.Management.Automation.Runspaces.AuthenticationMechanism} writes it. */
    private static String platformName(Endpoint.WinRm.Authentication authentication) {
        String name = authentication.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    static JsonObject find(Collection<VmRef> references) {
        JsonArray vms = new JsonArray();
        for (VmRef reference : references) {
            JsonObject vm = new JsonObject();
            vm.put("kind", Wire.text(reference.kind().name()));
            vm.put("text", Wire.text(reference.text()));
            vms.add(vm);
        }
        return only("vms", vms);
    }

    static JsonObject ids(Collection<String> vmIds) {
        JsonArray ids = new JsonArray();
        vmIds.forEach(id -> ids.add(Wire.text(id)));
        return only("ids", ids);
    }

    static JsonObject await(Map<String, String> lastSeen, long millis) {
        JsonObject seen = new JsonObject();
        lastSeen.forEach((id, fingerprint) -> seen.put(id, Wire.text(fingerprint)));
        JsonObject args = only("seen", seen);
        args.put("millis", millis);
        return args;
    }

    static JsonObject write(Collection<LeaseWrite> writes) {
        JsonArray leases = new JsonArray();
        for (LeaseWrite write : writes) {
            JsonObject lease = new JsonObject();
            lease.put("subject", Wire.text(write.subject()));
            lease.put("expected", Wire.text(write.expected()));
            lease.put("epoch", write.epoch() == null ? null : Wire.text(write.epoch()));
            lease.put("text", write.text() == null ? null : Wire.text(write.text()));
            lease.put("floor", Wire.text(write.floor().name()));
            leases.add(lease);
        }
        return only("leases", leases);
    }

    static JsonObject enter(String vmId, String user) {
        JsonObject args = vm(vmId);
        args.put("user", Wire.text(user));
        return args;
    }

    static JsonObject vm(String vmId) {
        return only("vm", Wire.text(vmId));
    }

    static JsonObject endActor(String subject, String epoch) {
        JsonObject args = only("subject", Wire.text(subject));
        args.put("epoch", Wire.text(epoch));
        return args;
    }

    static JsonObject only(String key, Object value) {
        JsonObject args = new JsonObject();
        args.put(key, value);
        return args;
    }
}
