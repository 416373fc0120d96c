package io.jenkins.plugins.hypervnested.simulation;

import static io.jenkins.plugins.hypervnested.machine.PlainJson.marked;
import static io.jenkins.plugins.hypervnested.machine.PlainJson.string;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
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
import java.util.HashSet;
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
            "enter",
            "leave",
            "close");
    private static final long POLL_MILLIS = 50;

    private final SharedHost shared;
    private final SimulatedGates gates;
    private final long pid = ProcessHandle.current().pid();
    private final Set<List<String>> entered = new HashSet<>();
    private boolean secretGiven;
    private String moduleHash = "";

    private SimulatedPowerShell(Path file) {
        this.shared = new SharedHost(file);
        this.gates = new SimulatedGates(file);
    }

    /** @param args the host's file, then anything */
    public static void main(String[] args) throws Exception {
        new SimulatedPowerShell(Path.of(args[0])).run();
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
            } else if (line.startsWith("S guest ")) {
                secretGiven = true;
            } else if (line.startsWith("R ")) {
                JsonObject answer = answer(line.substring(2));
                secretGiven = false;
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
            List<String> path = SimulatedRequests.texts(request.getArray("path"), "path");
            String verb = string(request, "verb");
            answer.put("value", value(path, verb, request.getObject("args")));
            gates.pass(verb, PlainJson.text(request));
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

    private JsonObject value(List<String> path, String verb, JsonObject args) throws Exception {
        return switch (verb) {
            case "hello" -> use(path, machine -> hello(machine));
            case "describe" -> use(path, machine -> SimulatedAnswers.facts(machine.describe()));
            case "find" -> find(path, SimulatedRequests.references(args.getArray("vms")));
            case "inspect" ->
                use(
                        path,
                        machine -> SimulatedAnswers.each(
                                machine.inspect(SimulatedRequests.ids(args)), SimulatedAnswers::details));
            case "observe" ->
                use(
                        path,
                        machine -> SimulatedAnswers.each(
                                machine.observe(SimulatedRequests.ids(args)),
                                seen -> SimulatedAnswers.observation(seen, machine.host())));
            case "await" -> await(path, args);
            case "write" -> write(path, SimulatedRequests.writes(args.getArray("leases")));
            case "change" -> change(path, SimulatedRequests.changes(args.getArray("changes")));
            case "leases" -> leases(path);
            case "endActor" -> endActor(path, string(args, "subject"), string(args, "epoch"));
            case "enter" -> enter(path, string(args, "vm"), string(args, "user"));
            case "leave" -> leave(path, string(args, "vm"));
            case "open", "close" -> new JsonObject();
            default -> throw new IllegalArgumentException("no verb " + verb);
        };
    }

    private JsonObject hello(SimulatedMachine machine) {
        JsonObject o = new JsonObject();
        o.put("protocol", 1);
        o.put("module", marked(moduleHash));
        o.put("verbs", SimulatedAnswers.array(VERBS, PlainJson::marked));
        o.put("powerShell", marked("5.1.20348.1"));
        o.put("processId", machine.process());
        o.put("processStarted", 133_000_000_000_000_000L + machine.process());
        return o;
    }

    private JsonObject find(List<String> path, List<VmRef> refs) throws Exception {
        return use(path, machine -> {
            Map<VmRef, List<VmState>> found = machine.find(refs);
            JsonObject o = new JsonObject();
            o.put(
                    "vms",
                    SimulatedAnswers.array(
                            refs,
                            ref -> SimulatedAnswers.array(
                                    found.get(ref), vm -> SimulatedAnswers.vm(vm, machine.host()))));
            return o;
        });
    }

    private JsonObject await(List<String> path, JsonObject args) throws Exception {
        Map<String, String> seen = new LinkedHashMap<>();
        JsonObject given = args.getObject("seen");
        given.keySet().forEach(id -> seen.put(id, string(given, id)));
        long until =
                System.nanoTime() + Duration.ofMillis(args.getLong("millis")).toNanos();
        List<String> changed;
        do {
            changed = use(path, machine -> machine.await(seen, Duration.ZERO));
            if (changed.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
            }
        } while (changed.isEmpty() && System.nanoTime() < until);
        JsonObject o = new JsonObject();
        o.put("changed", SimulatedAnswers.array(changed, PlainJson::marked));
        return o;
    }

    private JsonObject write(List<String> path, List<LeaseWrite> writes) throws Exception {
        return use(
                path,
                machine -> SimulatedAnswers.each(machine.writeLeases(writes), outcome -> {
                    JsonObject o = new JsonObject();
                    o.put("outcome", marked(outcome.name()));
                    return o;
                }));
    }

    private JsonObject change(List<String> path, List<Change> told) throws Exception {
        return use(path, machine -> SimulatedAnswers.each(machine.change(told), done -> new JsonObject()));
    }

    private JsonObject leases(List<String> path) throws Exception {
        return use(path, machine -> {
            JsonObject all = new JsonObject();
            machine.leases().forEach((subject, lease) -> all.put(subject, SimulatedAnswers.lease(lease)));
            return all;
        });
    }

    private JsonObject endActor(List<String> path, String subject, String epoch) throws Exception {
        return use(path, machine -> {
            Set<Long> before = Set.copyOf(machine.host().processes());
            JsonObject o = new JsonObject();
            o.put("gone", machine.endActor(subject, epoch));
            if (path.isEmpty()) {
                before.stream()
                        .filter(process -> !machine.host().isLiving(process))
                        .forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
            }
            return o;
        });
    }

    private JsonObject enter(List<String> path, String vm, String user) throws Exception {
        if (!secretGiven) {
            throw new IllegalArgumentException("no secret came before");
        }
        JsonObject hello = use(path, machine -> hello(machine.inside(vm, user)));
        entered.add(inner(path, vm));
        return hello;
    }

    private JsonObject leave(List<String> path, String vm) throws Exception {
        entered.removeIf(other -> startsWith(other, inner(path, vm)));
        return use(path, machine -> {
            machine.session(vm).ifPresent(SimulatedMachine::close);
            return new JsonObject();
        });
    }

    private static List<String> inner(List<String> path, String vm) {
        List<String> inner = new ArrayList<>(path);
        inner.add(vm);
        return inner;
    }

    private static boolean startsWith(List<String> path, List<String> with) {
        return path.size() >= with.size() && path.subList(0, with.size()).equals(with);
    }

    private interface Verb<T> {
        T answer(SimulatedMachine machine) throws MachineException, InterruptedException;
    }

    private <T> T use(List<String> path, Verb<T> verb) throws Exception {
        return shared.<T, Exception>use(host -> verb.answer(at(path, host.as(pid))));
    }

    private SimulatedMachine at(List<String> path, SimulatedMachine here) throws MachineException {
        SimulatedMachine machine = here;
        for (int hop = 0; hop < path.size(); hop++) {
            List<String> sofar = path.subList(0, hop + 1);
            machine = machine.session(path.get(hop)).orElseThrow(() -> noSession(sofar));
        }
        return machine;
    }

    private MachineException noSession(List<String> path) {
        boolean lost = entered.removeIf(other -> startsWith(other, path));
        return new MachineException(new Failure.Unreachable(new Failure.Details(
                "relay",
                "host",
                path.get(path.size() - 1),
                "unknown",
                "Simulated: see the test.",
                lost ? "HVN.InsideLost" : "HVN.NoSession",
                "ConnectionError",
                lost ? "the session into the guest was lost" : "there is no session into that guest")));
    }
}
