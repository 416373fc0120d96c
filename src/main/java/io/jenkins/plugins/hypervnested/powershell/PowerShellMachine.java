package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A machine whose verbs are done by one PowerShell process. */
public final class PowerShellMachine implements Machine {

    private static final Duration LONGEST_SLICE = Duration.ofSeconds(30);
    private static final int MOST_FOUND = 10_000;
    private static final int NAMES_KEPT = 1_000;

    private final Dialogue dialogue;
    private final Bounds bounds;

    /** Names by id, of VMs that were seen lately, for messages. */
    private final Map<String, String> names = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > NAMES_KEPT;
        }
    };

    PowerShellMachine(Dialogue dialogue, Bounds bounds) {
        this.dialogue = dialogue;
        this.bounds = bounds;
    }

    /** As {@link #open(Endpoint, HostSecrets, NoiseSink, Bounds)} with {@link Bounds#standard()}. */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise)
            throws MachineException, InterruptedException {
        return open(endpoint, secrets, noise, Bounds.standard());
    }

    /**
     * Starts PowerShell, sends it the module, opens the session where one is needed, and hears who answers.
     *
     * @param secrets cleared when this returns, however it does
     * @throws MachineException when nothing that speaks this protocol answers in time; nothing is left running then
     */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise, Bounds bounds)
            throws MachineException, InterruptedException {
        return new Opening(endpoint, new Noise(noise), bounds, ModuleSource.shipped()).open(secrets);
    }

    @Override
    public MachineFacts describe() throws MachineException, InterruptedException {
        MachineFacts facts = dialogue.ask(
                asked("describe the machine", "", false), "describe", new JsonObject(), bounds.verb(), Values::facts);
        dialogue.nameMachine(facts.name());
        return facts;
    }

    @Override
    public Map<VmRef, List<VmState>> find(Collection<VmRef> references) throws MachineException, InterruptedException {
        List<VmRef> distinct = List.copyOf(new LinkedHashSet<>(references));
        if (distinct.isEmpty()) {
            return Map.of();
        }
        String objects = distinct.stream().map(VmRef::text).collect(Collectors.joining(", "));
        return dialogue.ask(
                asked("find VMs", objects, false),
                "find",
                Requests.find(distinct),
                bounds.verbFor(distinct.size()),
                value -> found(distinct, value));
    }

    private Map<VmRef, List<VmState>> found(List<VmRef> references, Fields value) throws ShapeException {
        List<List<Fields>> lists = value.objectLists("vms", MOST_FOUND);
        if (lists.size() != references.size()) {
            throw new ShapeException(
                    "the answer has " + lists.size() + " lists for " + references.size() + " references");
        }
        Map<VmRef, List<VmState>> found = new LinkedHashMap<>();
        for (int i = 0; i < lists.size(); i++) {
            List<VmState> fitting = new ArrayList<>();
            for (Fields fields : lists.get(i)) {
                VmState vm = Values.vm(fields);
                if (!references.get(i).fits(vm)) {
                    throw new ShapeException("the answer has a VM that was not asked for");
                }
                names.put(vm.id(), vm.name());
                fitting.add(vm);
            }
            found.put(references.get(i), fitting);
        }
        return found;
    }

    @Override
    public Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return each(
                "inspect",
                Requests.ids(vmIds),
                vmIds,
                bounds.verbFor(vmIds.size()),
                id -> asked("inspect " + vm(id), vm(id), false),
                Values::details);
    }

    @Override
    public Map<String, Answer<Observation>> observe(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        Map<String, Answer<Observation>> answers = each(
                "observe",
                Requests.ids(vmIds),
                vmIds,
                bounds.verbFor(vmIds.size()),
                id -> asked("observe " + vm(id), vm(id), false),
                Values::observation);
        answers.forEach((id, answer) ->
                answer.asOptional().ifPresent(seen -> names.put(id, seen.vm().name())));
        return answers;
    }

    @Override
    public List<String> await(Map<String, String> lastSeen, Duration slice)
            throws MachineException, InterruptedException {
        if (slice.isNegative() || slice.compareTo(LONGEST_SLICE) > 0) {
            throw new IllegalArgumentException("a slice has at most " + LONGEST_SLICE.toSeconds() + " seconds");
        }
        return dialogue.ask(
                asked("await a change", "", false),
                "await",
                Requests.await(lastSeen, slice.toMillis()),
                slice.plus(bounds.margin()),
                value -> {
                    List<String> changed = value.texts("changed", lastSeen.size(), 100);
                    if (!lastSeen.keySet().containsAll(changed)) {
                        throw new ShapeException("the answer has a VM that was not asked for");
                    }
                    return changed;
                });
    }

    @Override
    public Map<String, Answer<LeaseWrite.Outcome>> writeLeases(Collection<LeaseWrite> writes)
            throws MachineException, InterruptedException {
        List<String> subjects = writes.stream().map(LeaseWrite::subject).toList();
        return each(
                "write",
                Requests.write(writes),
                subjects,
                bounds.verbFor(writes.size()),
                subject -> asked("write the lease of " + vm(subject), vm(subject), true),
                Values::outcome);
    }

    @Override
    public Map<String, Answer<Done>> change(Collection<Change> changes) throws MachineException, InterruptedException {
        Map<String, Change> byVm = new LinkedHashMap<>();
        for (Change change : changes) {
            if (byVm.put(change.subject(), change) != null) {
                throw new IllegalArgumentException("two changes of one VM");
            }
        }
        return each(
                "change",
                Requests.change(changes),
                byVm.keySet(),
                bounds.changeFor(changes.size()),
                id -> asked(Requests.clause(byVm.get(id), vm(id)), vm(id), true),
                value -> Done.DONE);
    }

    @Override
    public Machine inside(String vmId, String login) throws MachineException, InterruptedException {
        throw new UnsupportedOperationException("inside");
    }

    @Override
    public Map<String, LeaseSeen> leases() throws MachineException, InterruptedException {
        return dialogue.ask(asked("read the leases", "", false), "leases", new JsonObject(), bounds.verb(), value -> {
            if (value.keys().size() > MOST_FOUND) {
                throw new ShapeException("the answer has more than " + MOST_FOUND + " leases");
            }
            Map<String, LeaseSeen> leases = new LinkedHashMap<>();
            for (String subject : value.keys()) {
                if (!subject.equals("network") && !Values.GUID.matcher(subject).matches()) {
                    throw new ShapeException("a lease of something that is no VM");
                }
                leases.put(subject, Values.lease(value.object(subject)));
            }
            return leases;
        });
    }

    @Override
    public boolean endActor(String subject, String epoch) throws MachineException, InterruptedException {
        return dialogue.ask(
                asked("end the silent actor of " + vm(subject), vm(subject), true),
                "endActor",
                Requests.endActor(subject, epoch),
                bounds.verb(),
                value -> value.flag("gone"));
    }

    @Override
    public void close() {
        dialogue.close();
    }

    private <T> Map<String, Answer<T>> each(
            String verb,
            JsonObject args,
            Collection<String> keys,
            Duration bound,
            Function<String, Asked> askedOf,
            Dialogue.Reader<T> reader)
            throws MachineException, InterruptedException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Set<String> distinct = new LinkedHashSet<>(keys);
        Asked first = askedOf.apply(distinct.iterator().next());
        Asked whole = distinct.size() == 1
                ? first
                : asked(verb + " " + distinct.size() + " VMs", String.join(", ", distinct), first.changes());
        return dialogue.ask(whole, verb, args, bound, value -> {
            if (!value.keys().equals(distinct)) {
                throw new ShapeException("the answer is not about what was asked for");
            }
            Map<String, Answer<T>> answers = new LinkedHashMap<>();
            for (String key : distinct) {
                answers.put(key, dialogue.answer(value.object(key), askedOf.apply(key), reader));
            }
            return answers;
        });
    }

    private Asked asked(String what, String object, boolean changes) {
        return new Asked(what, dialogue.machine(), object, changes);
    }

    private String vm(String id) {
        String name = names.get(id);
        return "VM '" + (name == null ? id : name) + "'";
    }
}
