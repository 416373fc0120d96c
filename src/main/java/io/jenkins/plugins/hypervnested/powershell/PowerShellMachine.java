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
import io.jenkins.plugins.hypervnested.machine.Subject;
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
import java.util.stream.Collectors;

/** A machine whose verbs are done by one PowerShell process. */
public final class PowerShellMachine implements Machine {

    private static final Duration LONGEST_SLICE = Duration.ofSeconds(30);
    private static final int MOST_FOUND = 10_000;

    private final Dialogue dialogue;
    private final Bounds bounds;
    private final Guests guests;
    private final Names names = new Names();

    PowerShellMachine(Dialogue dialogue, Bounds bounds, Guests guests) {
        this.dialogue = dialogue;
        this.bounds = bounds;
        this.guests = guests;
    }

    /** As {@link #open(Endpoint, HostSecrets, GuestLogins, NoiseSink)}; no guest can be entered. */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise)
            throws MachineException, InterruptedException {
        return open(endpoint, secrets, GuestLogins.none(), noise);
    }

    /** As {@link #open(Endpoint, HostSecrets, GuestLogins, NoiseSink, Bounds)}; no guest can be entered. */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise, Bounds bounds)
            throws MachineException, InterruptedException {
        return open(endpoint, secrets, GuestLogins.none(), noise, bounds);
    }

    /** As {@link #open(Endpoint, HostSecrets, GuestLogins, NoiseSink, Bounds)} with {@link Bounds#standard()}. */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, GuestLogins logins, NoiseSink noise)
            throws MachineException, InterruptedException {
        return open(endpoint, secrets, logins, noise, Bounds.standard());
    }

    /**
     * Starts PowerShell, sends it the module, opens the session where one is needed, and hears who answers.
     *
     * @param secrets cleared when this returns, however it does
     * @param logins what {@link #inside} may use; kept and cleared by {@link #close()}, or by this method when it fails
     * @throws MachineException when nothing that speaks this protocol answers in time; nothing is left running then
     */
    public static PowerShellMachine open(
            Endpoint endpoint, HostSecrets secrets, GuestLogins logins, NoiseSink noise, Bounds bounds)
            throws MachineException, InterruptedException {
        return new Opening(endpoint, new Noise(noise), bounds, ModuleSource.shipped()).open(secrets, logins);
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
                names.note(vm);
                fitting.add(vm);
            }
            found.put(references.get(i), fitting);
        }
        return found;
    }

    @Override
    public Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return dialogue.askEach(
                "inspect",
                Requests.ids(vmIds),
                vmIds,
                bounds.verbFor(vmIds.size()),
                id -> asked("inspect " + names.of(id), names.of(id), false),
                (id, value) -> Values.details(value));
    }

    @Override
    public Map<String, Answer<Observation>> observe(Collection<String> subjects)
            throws MachineException, InterruptedException {
        Map<String, Answer<Observation>> answers = dialogue.askEach(
                "observe",
                Requests.ids(subjects),
                subjects,
                bounds.verbFor(subjects.size()),
                id -> asked("observe " + names.of(id), names.of(id), false),
                (id, value) -> Values.observation(id, value, asked("install or remove the role", names.of(id), true)));
        for (Answer<Observation> answer : answers.values()) {
            if (answer.value() != null && answer.value().subject() instanceof VmState vm) {
                names.note(vm);
            }
        }
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
        return dialogue.askEach(
                "write",
                Requests.write(writes),
                subjects,
                bounds.verbFor(writes.size()),
                subject -> asked("write the lease of " + names.of(subject), names.of(subject), true),
                (subject, value) -> Values.outcome(value));
    }

    @Override
    public Map<String, Answer<Done>> change(Collection<Change> changes) throws MachineException, InterruptedException {
        Map<String, Change> bySubject = new LinkedHashMap<>();
        for (Change change : changes) {
            if (bySubject.put(change.subject(), change) != null) {
                throw new IllegalArgumentException("two changes of one subject");
            }
        }
        return dialogue.askEach(
                "change",
                ChangeWords.args(changes),
                bySubject.keySet(),
                bounds.changeFor(changes.size()),
                id -> asked(ChangeWords.clause(bySubject.get(id), names.of(id)), names.of(id), true),
                (id, value) -> Done.DONE);
    }

    @Override
    public Machine inside(String vmId, String login) throws MachineException, InterruptedException {
        Dialogue inside = guests.enter(dialogue, vmId, names.of(vmId), login);
        return new PowerShellMachine(inside, bounds, guests);
    }

    @Override
    public Map<String, LeaseSeen> leases() throws MachineException, InterruptedException {
        return dialogue.ask(asked("read the leases", "", false), "leases", new JsonObject(), bounds.verb(), value -> {
            if (value.keys().size() > MOST_FOUND) {
                throw new ShapeException("the answer has more than " + MOST_FOUND + " leases");
            }
            Map<String, LeaseSeen> leases = new LinkedHashMap<>();
            for (String subject : value.keys()) {
                if (Subject.isVm(subject) && !Values.GUID.matcher(subject).matches()) {
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
                asked("end the silent actor of " + names.of(subject), names.of(subject), true),
                "endActor",
                Requests.endActor(subject, epoch),
                bounds.verb(),
                value -> value.flag("gone"));
    }

    @Override
    public void close() {
        dialogue.close();
        if (dialogue.isOutermost()) {
            guests.clear();
        }
    }

    private Asked asked(String what, String object, boolean changes) {
        return new Asked(what, dialogue.machine(), object, changes);
    }
}
