package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * VMs that are to be given back and are not there. That one is gone is believed when who asks may see all VMs, the service answers without
 * it, and that twice, a minute apart. Then nothing of it can be put back, nor anything inside it. One that was made anew under its name,
 * or imported with another id, is another one and never touched; one that was moved to another host is gone here, and what was set
 * goes with it, which is told.
 */
final class Missing {

    private static final int MOST_TRIES = 10;

    private final Machine machine;
    private final MachineFacts facts;
    private final Asker asker;
    private final LeaseFailures failures;

    Missing(Machine machine, MachineFacts facts, Asker asker) {
        this.machine = machine;
        this.facts = facts;
        this.asker = asker;
        this.failures = new LeaseFailures(facts.name());
    }

    /** {@return what becomes of a rollback whose VM is missing} */
    VmResult end(Target target, String id) throws MachineException, InterruptedException {
        String shown = target.name().isEmpty() ? id : "'" + target.name() + "' (" + id + ")";
        if (!isProven()) {
            return result(target, id, List.of(), failures.vmNotSeen(shown, facts.account()));
        }
        if (!target.goneBefore()) {
            return result(target, id, List.of(), failures.vmGone(shown));
        }
        try {
            List<String> notes = new ArrayList<>();
            notes.add("VM " + shown + " is gone, and with it all that was to be put back" + settings(target));
            notes.addAll(leave(id, target.holder().entry(), target.joinable()));
            notes.addAll(others(target, id));
            return result(target, id, notes, null);
        } catch (MachineException e) {
            return result(target, id, List.of(), e.failure());
        }
    }

    /** Whether a VM that is not listed is not there. */
    private boolean isProven() {
        return facts.administrator() && facts.hyperVModule() && facts.hyperV();
    }

    /**
     * @throws MachineException when a VM that is not listed may be there all the same
     */
    void requireProof(String shown) throws MachineException {
        if (!isProven()) {
            throw new MachineException(failures.vmNotSeen(shown, facts.account()));
        }
    }

    /**
     * Takes an entry out of the lease that a VM left behind; one that nobody holds any more goes as well, unless a join may still be on
     * its way.
     *
     * @return what is to be told of it
     */
    List<String> leave(String id, String entry, Duration joinable) throws MachineException, InterruptedException {
        for (int round = 0; round < MOST_TRIES; round++) {
            LeaseSeen seen = machine.leases().get(id);
            if (seen == null) {
                return List.of();
            }
            Optional<Lease> lease = Survey.read(seen);
            if (lease.isEmpty()) {
                return List.of("its lease cannot be read and was left as it is");
            }
            Optional<Incarnations.Unknown> unknown = Incarnations.unknown(lease.get(), asker);
            if (unknown.isPresent()) {
                throw new MachineException(failures.unknownStart(id, unknown.get()));
            }
            Lease rest = rest(LeaseRules.forget(lease.get(), facts.clock()), entry, joinable);
            if (isWritten(id, seen, rest)) {
                return rest.members().isEmpty()
                        ? List.of()
                        : List.of("others hold it still: "
                                + String.join(
                                        ", ",
                                        rest.members().keySet().stream()
                                                .map(other -> LeaseRules.shown(rest, other))
                                                .toList()));
            }
        }
        throw new MachineException(failures.leaseBusy(id));
    }

    private Lease rest(Lease lease, String entry, Duration joinable) {
        Lease left = LeaseRules.leave(lease, entry, facts.clock(), joinable);
        if (joinable.isZero() || joinable.isNegative()) {
            left = left.withLeft(
                    left.left().stream().filter(l -> !l.entry().equals(entry)).toList());
        }
        return left.members().isEmpty()
                ? left.withAspects(List.of())
                        .withMembers(Map.of(), Set.of())
                        .withActor(null)
                        .withAsked(null)
                        .withTickets(List.of())
                : left;
    }

    private boolean isWritten(String id, LeaseSeen seen, Lease rest) throws MachineException, InterruptedException {
        boolean none = LeaseRules.isEmpty(rest);
        LeaseWrite write = new LeaseWrite(
                id,
                seen.stamp(),
                none ? null : rest.epoch(),
                none ? null : LeaseText.write(rest),
                LeaseWrite.Floor.KEEP);
        Answer<LeaseWrite.Outcome> answer = machine.writeLeases(List.of(write)).get(id);
        if (answer.isFailure()) {
            throw new MachineException(answer.failure());
        }
        return answer.value() == LeaseWrite.Outcome.WRITTEN;
    }

    /** {@return what a VM that was only moved away still has of us} */
    private static String settings(Target target) {
        List<String> set = target.recorded().stream()
                .filter(r -> r.place().hops().isEmpty()
                        && !r.set().isEmpty()
                        && !r.set().equals(r.first()))
                .map(r -> r.aspect() + ' ' + r.set() + ", which was " + r.first())
                .toList();
        return set.isEmpty() ? "" : "; where it was moved to another host, it still has " + String.join("; ", set);
    }

    private List<String> others(Target target, String id) throws MachineException, InterruptedException {
        if (target.name().isEmpty()) {
            return List.of();
        }
        VmRef name = VmRef.name(target.name());
        Set<String> ids = new LinkedHashSet<>();
        machine.find(List.of(name)).getOrDefault(name, List.of()).stream()
                .map(VmState::id)
                .filter(other -> !other.equals(id))
                .forEach(ids::add);
        return ids.isEmpty()
                ? List.of()
                : List.of("of that name there is now " + String.join(", ", ids) + ", which was not touched");
    }

    private static VmResult result(Target target, String id, List<String> notes, Failure failure) {
        boolean ended = failure == null;
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                id,
                target.name().isEmpty() ? target.vm().text() : target.name(),
                ended ? VmResult.End.RESTORED : VmResult.End.FAILED,
                !ended,
                false,
                ended,
                null,
                null,
                List.of(),
                ended ? List.of() : target.recorded(),
                notes,
                failure);
    }
}
