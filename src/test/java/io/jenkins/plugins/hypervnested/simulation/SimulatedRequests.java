package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.string;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.ArrayList;
import java.util.List;

/** Reads the arguments of docs/protocol.md as a PowerShell would. */
final class SimulatedRequests {

    private SimulatedRequests() {}

    static List<String> ids(JsonObject args) {
        return texts(args.getArray("ids"), "ids");
    }

    static List<String> texts(JsonArray values, String what) {
        List<String> texts = new ArrayList<>();
        if (values != null) {
            values.forEach(value -> texts.add(PlainJson.unmarked(value, what)));
        }
        return texts;
    }

    static List<VmRef> references(JsonArray vms) {
        List<VmRef> refs = new ArrayList<>();
        for (Object each : vms) {
            JsonObject ref = (JsonObject) each;
            refs.add(new VmRef(VmRef.Kind.valueOf(string(ref, "kind")), string(ref, "text")));
        }
        return refs;
    }

    static List<LeaseWrite> writes(JsonArray leases) {
        List<LeaseWrite> writes = new ArrayList<>();
        for (Object each : leases) {
            JsonObject w = (JsonObject) each;
            LeaseWrite.Floor floor = LeaseWrite.Floor.valueOf(string(w, "floor"));
            writes.add(new LeaseWrite(
                    string(w, "subject"),
                    string(w, "expected"),
                    string(w, "epoch", null),
                    string(w, "text", null),
                    floor));
        }
        return writes;
    }

    static List<Change> changes(JsonArray changes) {
        List<Change> told = new ArrayList<>();
        for (Object each : changes) {
            told.add(change((JsonObject) each));
        }
        return told;
    }

    private static Change change(JsonObject c) {
        String subject = string(c, "subject");
        String epoch = string(c, "epoch");
        String what = string(c, "do");
        return switch (subject) {
            case Subject.NETWORK -> ofNetwork(c, epoch, what);
            case Subject.ROLE -> ofRole(epoch, what);
            default -> ofVm(c, subject, epoch, what);
        };
    }

    private static Change ofVm(JsonObject c, String vm, String epoch, String what) {
        return switch (what) {
            case "shutdown" -> new Change.AskShutdown(vm, epoch);
            case "turnOff" -> new Change.TurnOff(vm, epoch);
            case "start" -> new Change.Start(vm, epoch);
            case "resume" -> new Change.Resume(vm, epoch);
            case "expose" -> new Change.Expose(vm, epoch, c.getBoolean("on"));
            case "spoof" -> new Change.Spoof(vm, epoch, string(c, "adapter"), c.getBoolean("on"));
            case "connect" -> new Change.Connect(vm, epoch, string(c, "adapter"), string(c, "switch"));
            default -> throw noChange(what);
        };
    }

    private static Change ofNetwork(JsonObject c, String epoch, String what) {
        return switch (what) {
            case "createSwitch" -> new Change.CreateSwitch(epoch, string(c, "name"), string(c, "mark"));
            case "removeSwitch" -> new Change.RemoveSwitch(epoch, string(c, "switch"));
            case "createNat" -> new Change.CreateNat(epoch, string(c, "name"), string(c, "prefix"));
            case "removeNat" -> new Change.RemoveNat(epoch, string(c, "name"), string(c, "prefix"));
            case "addAddress" ->
                new Change.AddAddress(epoch, string(c, "interface"), string(c, "ip"), c.getInt("prefixLength"));
            case "removeAddress" -> new Change.RemoveAddress(epoch, string(c, "interface"), string(c, "ip"));
            case "addRoute" -> new Change.AddRoute(epoch, string(c, "interface"), string(c, "nextHop"));
            case "removeRoute" -> new Change.RemoveRoute(epoch, string(c, "interface"), string(c, "nextHop"));
            case "setDns" -> new Change.SetDns(epoch, string(c, "interface"), texts(c.getArray("servers"), "servers"));
            case "setDhcp" -> new Change.SetDhcp(epoch, string(c, "interface"), c.getBoolean("on"));
            default -> throw noChange(what);
        };
    }

    private static Change ofRole(String epoch, String what) {
        return switch (what) {
            case "installRole" -> new Change.InstallRole(epoch);
            case "removeRole" -> new Change.RemoveRole(epoch);
            default -> throw noChange(what);
        };
    }

    private static IllegalArgumentException noChange(String what) {
        return new IllegalArgumentException("no change " + what + " of that subject");
    }
}
