package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.marked;
import static io.jenkins.plugins.hypervnested.machine.PlainJson.string;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program that stands where PowerShell would: it answers docs/protocol.md from a {@link SharedHost}.
 *
 * <p>Its first argument is the host's file; what follows are PowerShell's own arguments, which it ignores. See
 * {@link SimulatedPowerShellLauncher}.
 */
public final class SimulatedPowerShell {

    private static final List<String> VERBS = List.of(
            "hello",
            "describe",
            "find",
            "inspect",
            "observe",
            "await",
            "write",
            "change",
            "leases",
            "endActor",
            "close");
    private static final long POLL_MILLIS = 50;

    private final SharedHost shared;
    private final long pid = ProcessHandle.current().pid();
    private String moduleHash = "";

    private SimulatedPowerShell(SharedHost shared) {
        this.shared = shared;
    }

    /** @param args the host's file, then anything */
    public static void main(String[] args) throws Exception {
        new SimulatedPowerShell(new SharedHost(Path.of(args[0]))).run();
    }

    private void run() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        String module = in.readLine();
        String[] parts = module == null ? new String[0] : module.split(" ");
        if (parts.length != 3 || parts[2].length() != Integer.parseInt(parts[0])) {
            out.println("HVN-MODULE damaged");
            out.flush();
            System.exit(65);
        }
        moduleHash = parts[1];
        shared.change(host -> host.enter(pid));
        String marker = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("H ")) {
                marker = line.substring(2);
            } else if (line.startsWith("R ")) {
                JsonObject answer = answer(line.substring(2));
                String base64 = Base64.getEncoder()
                        .encodeToString(PlainJson.text(answer).getBytes(StandardCharsets.UTF_8));
                out.print(marker + ' ' + base64 + '\n');
                out.flush();
            }
        }
    }

    private JsonObject answer(String base64) throws Exception {
        JsonObject request = PlainJson.parse(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        JsonObject answer = new JsonObject();
        answer.put("id", request.getLong("id"));
        try {
            answer.put("value", value(string(request, "verb"), request.getObject("args")));
        } catch (MachineException e) {
            if (!shared.look().isLiving(pid)) {
                System.exit(1);
            }
            answer.put("error", SimulatedAnswers.error(e.failure()));
        } catch (IllegalArgumentException e) {
            answer.put("error", SimulatedAnswers.error("HVN.BadRequest", "InvalidData", e.toString(), ""));
        }
        return answer;
    }

    private JsonObject value(String verb, JsonObject args) throws Exception {
        return switch (verb) {
            case "hello" -> hello();
            case "describe" -> use((host, machine) -> SimulatedAnswers.facts(machine.describe()));
            case "find" -> find(args.getArray("vms"));
            case "inspect" ->
                use((host, machine) -> SimulatedAnswers.each(machine.inspect(ids(args)), SimulatedAnswers::details));
            case "observe" ->
                use((host, machine) -> SimulatedAnswers.each(
                        machine.observe(ids(args)), seen -> SimulatedAnswers.observation(seen, host)));
            case "await" -> await(args);
            case "write" -> write(args.getArray("leases"));
            case "change" -> change(args.getArray("changes"));
            case "leases" ->
                use((host, machine) -> {
                    JsonObject all = new JsonObject();
                    machine.leases().forEach((subject, lease) -> all.put(subject, SimulatedAnswers.lease(lease)));
                    return all;
                });
            case "endActor" -> endActor(string(args, "subject"), string(args, "epoch"));
            case "open", "close" -> new JsonObject();
            default -> throw new IllegalArgumentException("no verb " + verb);
        };
    }

    private JsonObject hello() {
        JsonObject o = new JsonObject();
        o.put("protocol", 1);
        o.put("module", marked(moduleHash));
        o.put("verbs", SimulatedAnswers.array(VERBS, PlainJson::marked));
        o.put("powerShell", marked("5.1.20348.1"));
        o.put("processId", pid);
        o.put("processStarted", 133_000_000_000_000_000L + pid);
        return o;
    }

    private JsonObject find(JsonArray references) throws Exception {
        List<VmRef> refs = new ArrayList<>();
        for (Object each : references) {
            JsonObject ref = (JsonObject) each;
            refs.add(new VmRef(VmRef.Kind.valueOf(string(ref, "kind")), string(ref, "text")));
        }
        return use((host, machine) -> {
            Map<VmRef, List<VmState>> found = machine.find(refs);
            JsonObject o = new JsonObject();
            o.put(
                    "vms",
                    SimulatedAnswers.array(
                            refs, ref -> SimulatedAnswers.array(found.get(ref), vm -> SimulatedAnswers.vm(vm, host))));
            return o;
        });
    }

    private JsonObject await(JsonObject args) throws Exception {
        Map<String, String> seen = new LinkedHashMap<>();
        JsonObject given = args.getObject("seen");
        given.keySet().forEach(id -> seen.put(id, string(given, id)));
        long until =
                System.nanoTime() + Duration.ofMillis(args.getLong("millis")).toNanos();
        List<String> changed;
        do {
            changed = use((host, machine) -> machine.await(seen, Duration.ZERO));
            if (changed.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
            }
        } while (changed.isEmpty() && System.nanoTime() < until);
        JsonObject o = new JsonObject();
        o.put("changed", SimulatedAnswers.array(changed, PlainJson::marked));
        return o;
    }

    private JsonObject write(JsonArray leases) throws Exception {
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
        return use((host, machine) -> SimulatedAnswers.each(machine.writeLeases(writes), outcome -> {
            JsonObject o = new JsonObject();
            o.put("outcome", marked(outcome.name()));
            return o;
        }));
    }

    private JsonObject change(JsonArray changes) throws Exception {
        List<Change> told = new ArrayList<>();
        for (Object each : changes) {
            told.add(change((JsonObject) each));
        }
        return use((host, machine) -> SimulatedAnswers.each(machine.change(told), done -> new JsonObject()));
    }

    private static Change change(JsonObject c) {
        String vm = string(c, "vm");
        String epoch = string(c, "epoch");
        String what = string(c, "do");
        return switch (what) {
            case "shutdown" -> new Change.AskShutdown(vm, epoch);
            case "turnOff" -> new Change.TurnOff(vm, epoch);
            case "start" -> new Change.Start(vm, epoch);
            case "resume" -> new Change.Resume(vm, epoch);
            case "expose" -> new Change.Expose(vm, epoch, c.getBoolean("on"));
            case "spoof" -> new Change.Spoof(vm, epoch, string(c, "adapter"), c.getBoolean("on"));
            default -> throw new IllegalArgumentException("no change " + what);
        };
    }

    private JsonObject endActor(String subject, String epoch) throws Exception {
        return use((host, machine) -> {
            Set<Long> before = Set.copyOf(host.processes());
            JsonObject o = new JsonObject();
            o.put("gone", machine.endActor(subject, epoch));
            before.stream()
                    .filter(process -> !host.isLiving(process))
                    .forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
            return o;
        });
    }

    private static List<String> ids(JsonObject args) {
        List<String> ids = new ArrayList<>();
        args.getArray("ids").forEach(id -> ids.add(PlainJson.unmarked(id, "ids")));
        return ids;
    }

    private interface Verb<T> {
        T answer(SimulatedHost host, SimulatedMachine machine) throws MachineException, InterruptedException;
    }

    private <T> T use(Verb<T> verb) throws Exception {
        return shared.<T, Exception>use(host -> verb.answer(host, host.as(pid)));
    }
}
