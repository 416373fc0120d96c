package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All leases of a machine: told in full, and the asker's present start written into those that its controller holds, whether the journal
 * knows the entry or not; nothing else is changed. Leases inside the guests of VMs are not among them: nobody gets in without logins,
 * which come with entries.
 */
final class Survey {

    private static final int MOST_ROUNDS = 4;

    private final Machine machine;
    private final Asker asker;
    private final MachineFacts facts;
    private final Progress progress;

    Survey(Machine machine, Asker asker, MachineFacts facts, Progress progress) {
        this.machine = machine;
        this.asker = asker;
        this.facts = facts;
        this.progress = progress;
    }

    /**
     * @throws MachineException {@code HVN.UnknownStart} when any lease shows another Jenkins that takes itself for the asker: nothing
     *     is written then
     */
    List<FoundLease> run() throws MachineException, InterruptedException {
        Map<String, LeaseSeen> seen = machine.leases();
        Map<String, String> refused = new HashMap<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            requireKnownStarts(seen);
            List<LeaseWrite> writes = renewals(seen);
            writes.removeIf(write -> refused.containsKey(write.subject()));
            if (writes.isEmpty()) {
                break;
            }
            machine.writeLeases(writes).forEach((subject, answer) -> listen(subject, answer, refused));
            seen = machine.leases();
        }
        return told(seen);
    }

    private void listen(String subject, Answer<LeaseWrite.Outcome> answer, Map<String, String> refused) {
        if (answer.isFailure()) {
            refused.put(subject, answer.failure().sentence());
            progress.say(
                    "",
                    "could not write this start of Jenkins into the lease of " + subject + ": "
                            + answer.failure().sentence());
        }
    }

    private void requireKnownStarts(Map<String, LeaseSeen> seen) throws MachineException {
        for (Map.Entry<String, LeaseSeen> e : seen.entrySet()) {
            Optional<Incarnations.Unknown> by = read(e.getValue()).flatMap(lease -> Incarnations.unknown(lease, asker));
            if (by.isPresent()) {
                throw new MachineException(new LeaseFailures(facts.name()).unknownStart(e.getKey(), by.get()));
            }
        }
    }

    /** One that somebody else writes meanwhile is read again; what its actor does is not disturbed, its epoch stays. */
    private List<LeaseWrite> renewals(Map<String, LeaseSeen> seen) {
        List<LeaseWrite> writes = new ArrayList<>();
        if (asker != null) {
            seen.forEach((subject, lease) -> read(lease).ifPresent(before -> {
                Lease renewed = Incarnations.renewed(before, asker);
                if (!renewed.equals(before)) {
                    writes.add(new LeaseWrite(
                            subject, lease.stamp(), renewed.epoch(), LeaseText.write(renewed), LeaseWrite.Floor.KEEP));
                }
            }));
        }
        return writes;
    }

    /** {@return the lease; empty where it cannot be read} */
    static Optional<Lease> read(LeaseSeen seen) {
        if (seen.problem() != LeaseSeen.Problem.NONE || seen.text() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LeaseText.read(seen.text()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<FoundLease> told(Map<String, LeaseSeen> seen) throws MachineException, InterruptedException {
        Map<String, String> names =
                names(seen.keySet().stream().filter(Subject::isVm).toList());
        List<FoundLease> found = new ArrayList<>();
        seen.forEach((subject, lease) -> {
            String name = names.getOrDefault(subject, "");
            found.add(read(lease)
                    .map(readable -> told(subject, name, readable))
                    .orElseGet(() -> new FoundLease(subject, name, problem(lease), List.of(), List.of(), "")));
        });
        return found;
    }

    private static String problem(LeaseSeen lease) {
        LeaseSeen.Problem told = lease.problem();
        return (told == LeaseSeen.Problem.NONE ? LeaseSeen.Problem.DAMAGED : told).name();
    }

    private static FoundLease told(String subject, String name, Lease lease) {
        Place place = Subject.isVm(subject) ? Place.TARGET : Place.TARGET.of(subject);
        return new FoundLease(
                subject,
                name,
                "",
                lease.members().entrySet().stream()
                        .map(e -> holder(lease, e.getKey(), e.getValue()))
                        .toList(),
                lease.records().stream().map(record -> record.at(place)).toList(),
                lease.actor() == null ? "" : lease.actor().entry());
    }

    private static FoundHolder holder(Lease lease, String entry, Lease.Member member) {
        List<String> wants = lease.aspects().stream()
                .flatMap(aspect -> aspect.wants().stream()
                        .filter(want -> want.entry().equals(entry))
                        .map(want -> shown(aspect) + ' ' + want.value()))
                .toList();
        return new FoundHolder(
                entry,
                member.run(),
                member.controller(),
                member.incarnation(),
                member.shownAs(),
                member.since(),
                lease.ready().contains(entry),
                wants);
    }

    private static String shown(Lease.Aspect aspect) {
        String object = aspect.shownAs().isEmpty() ? aspect.id().object() : aspect.shownAs();
        return object.isEmpty() ? aspect.id().name() : aspect.id().name() + " of '" + object + "'";
    }

    /** {@return the names of those that are there} */
    private Map<String, String> names(List<String> ids) throws MachineException, InterruptedException {
        Map<String, String> names = new LinkedHashMap<>();
        if (!ids.isEmpty() && facts.hyperVModule() && facts.hyperV()) {
            machine.find(ids.stream().map(VmRef::id).toList()).values().stream()
                    .flatMap(List::stream)
                    .forEach((VmState vm) -> names.put(vm.id(), vm.name()));
        }
        return names;
    }
}
