package io.jenkins.plugins.hypervnested.machine;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A {@link SimulatedHost} in the form of src/test/powershell/README.md, so that the same scene stands on the fakes. */
public final class FakeHostState {

    private static final long LONG_AGO = 1_700_000_000_000L;
    private static final int X64 = 9;

    private FakeHostState() {}

    /** {@return the state file's content} */
    public static JsonObject of(SimulatedHost host) {
        JsonObject facts = new JsonObject();
        facts.put("name", host.name);
        facts.put("uuid", host.uuid);
        boolean virtual = host.azure || host.within != null;
        facts.put("manufacturer", virtual ? "Microsoft Corporation" : "Contoso");
        facts.put("model", virtual ? "Virtual Machine" : "Rack 1");
        facts.put("hypervisorPresent", true);
        facts.put("processor", host.processor);
        facts.put("architecture", X64);
        facts.put("build", host.build);
        facts.put("productType", host.server ? 3 : 1);
        facts.put("caption", "Microsoft Windows Server");
        facts.put("assetTag", host.azure ? "7783-7084-3265-9085-8269-3286-77" : "");
        facts.put("exposes", host.exposes);
        facts.put("nestingSupported", host.supportsNesting);
        facts.put("service", host.role().isServed() ? "running" : "stopped");
        facts.put("spoofWhileRunning", host.spoofsWhileOn);
        String member = host.hyperVRights ? "hyper-v-administrator" : "none";
        facts.put("account", host.administrator ? "administrator" : member);
        facts.put("language", "ja");
        RoleState role = host.role().seen(host, 0);
        facts.put("edition", role.edition());
        facts.put("extensions", host.within == null || host.within.nesting);
        JsonArray vms = new JsonArray();
        host.vms().forEach(vm -> vms.add(vm(vm)));
        JsonObject state = new JsonObject();
        state.put("host", facts);
        state.put("latencies", new JsonObject());
        state.put("failAt", new JsonArray());
        state.put("vms", vms);
        state.put("network", FakeNetworkState.network(host.network()));
        state.put("role", role(host.role(), role));
        return state;
    }

    /** {@return the state files of the machines inside its VMs, at all depths, by their paths from the folder of the host's own} */
    public static Map<String, JsonObject> insides(SimulatedHost host) {
        Map<String, JsonObject> files = new LinkedHashMap<>();
        for (SimulatedVm vm : host.vms()) {
            if (vm.inside != null) {
                String folder = "inside/" + vm.id + '/';
                files.put(folder + "host.json", of(vm.inside));
                insides(vm.inside).forEach((path, file) -> files.put(folder + path, file));
            }
        }
        return files;
    }

    /** {@return the logins that guests take, at all depths; each is its own user name} */
    public static Set<String> logins(SimulatedHost host) {
        Set<String> logins = new TreeSet<>();
        for (SimulatedVm vm : host.vms()) {
            if (vm.inside != null) {
                logins.add(user(vm));
                logins.addAll(logins(vm.inside));
            }
        }
        return logins;
    }

    /** {@return the password of that login} */
    public static String password(String login) {
        return "P4ssw0rd of " + login;
    }

    private static String user(SimulatedVm vm) {
        return vm.login == null ? "Administrator" : vm.login;
    }

    private static JsonObject role(SimulatedRole scene, RoleState role) {
        JsonObject o = new JsonObject();
        o.put(
                "feature",
                switch (role.feature()) {
                    case ABSENT -> "Available";
                    case INSTALLED -> "Installed";
                    case INSTALLING -> "InstallPending";
                    case REMOVING -> "UninstallPending";
                    case UNAVAILABLE -> role.server() ? "Removed" : "Unknown";
                });
        o.put("tools", role.tools());
        o.put("launch", scene.isLaunchOff() ? "off" : "auto");
        o.put("restartsNeeded", scene.needsSecondRestart() ? 2 : 1);
        o.put("installMillis", scene.installMillis());
        // before anybody can be inside: how soon that is depends on the pace of this machine
        o.put("selfRestartMillis", Math.min(scene.configureMillis(), 100));
        o.put("prerequisites", scene.prerequisiteFails() ? "processor" : "");
        return o;
    }

    private static JsonObject vm(SimulatedVm vm) {
        JsonObject o = new JsonObject();
        o.put("id", vm.id);
        o.put("name", vm.name);
        o.put("state", vm.state);
        o.put("since", LONG_AGO);
        o.put("next", null);
        o.put("nesting", vm.nesting);
        o.put("version", vm.version);
        o.put("generation", vm.generation);
        o.put("processors", vm.processors);
        o.put("dynamicMemory", vm.dynamicMemory);
        o.put("bootMillis", vm.bootMillis);
        o.put("heartbeatMillis", vm.heartbeatMillis == SimulatedVm.NEVER ? 0 : vm.heartbeatMillis);
        o.put("hung", vm.heartbeatMillis == SimulatedVm.NEVER);
        o.put("shutdownMillis", vm.shutdownMillis);
        o.put("mergeMillis", vm.mergeMillis);
        o.put("heartbeatService", !vm.heartbeatOfGuest.equals("Disabled"));
        o.put("shutdown", shutdown(vm));
        JsonArray adapters = new JsonArray();
        vm.adapters.forEach(adapter -> adapters.add(adapter(adapter)));
        o.put("adapters", adapters);
        if (vm.unreachable) {
            throw new IllegalArgumentException("the fakes know no guest that beats and takes no session");
        }
        if (vm.inside != null) {
            o.put("inside", "inside/" + vm.id + "/host.json");
            o.put("guestUser", user(vm));
            o.put("guestPassword", vm.refusesLogins ? "nobody knows" : password(user(vm)));
            o.put("boots", 1);
        }
        o.put("clustered", vm.details.clustered());
        o.put("shielded", vm.details.shielded());
        o.put("automaticCheckpoints", vm.details.automaticCheckpoints());
        o.put("migrationCompatibility", vm.details.migrationCompatibility());
        return o;
    }

    private static String shutdown(SimulatedVm vm) {
        if (!vm.shutdownComponent) {
            return "none";
        }
        return switch (vm.guest) {
            case SHUTS_DOWN -> "offered";
            case IGNORES -> "hangs";
            case REFUSES -> "locked";
            case GIVES_UP -> throw new IllegalArgumentException("the fakes know no guest that gives up");
        };
    }

    private static JsonObject adapter(Adapter adapter) {
        JsonObject o = new JsonObject();
        o.put("id", adapter.id());
        o.put("name", adapter.name());
        o.put("spoofing", adapter.spoofing());
        o.put("switchId", adapter.switchId().isEmpty() ? null : adapter.switchId());
        o.put("switchName", adapter.switchName().isEmpty() ? null : adapter.switchName());
        o.put("legacy", adapter.legacy());
        o.put("mac", adapter.mac());
        return o;
    }
}
