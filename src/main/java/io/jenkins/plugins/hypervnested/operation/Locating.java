package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which VM is meant: exactly one for each target, allowed by its name, and none twice. */
final class Locating {

    private static final String NETWORK = "network";

    private final Machine machine;
    private final Request request;
    private final Failures failures;
    private final Missing missing;
    private Map<String, LeaseSeen> leases;

    Locating(Machine machine, Request request, MachineFacts facts) {
        this.machine = machine;
        this.request = request;
        this.failures = new Failures(facts.name());
        this.missing = new Missing(machine, facts, request.asker());
    }

    /** {@return the VM of each target} Targets without one get their result. */
    Map<Target, VmState> locate(Map<String, VmResult> results) throws MachineException, InterruptedException {
        Map<VmRef, List<VmState>> found = find(request.targets(), results);
        Map<Target, VmState> located = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Target target : request.targets()) {
            if (results.containsKey(target.holder().entry())) {
                continue;
            }
            List<VmState> fits = found.getOrDefault(target.vm(), List.of());
            VmResult end = request.kind() == Request.Kind.ROLL_BACK
                    ? giveBack(target, fits, located, taken)
                    : enter(target, fits, located, taken);
            if (end != null) {
                results.put(target.holder().entry(), end);
            }
        }
        return located;
    }

    /** {@return the VMs that fit} What the platform fails to tell of one VM is the failure of its target alone. */
    private Map<VmRef, List<VmState>> find(List<Target> targets, Map<String, VmResult> results)
            throws MachineException, InterruptedException {
        try {
            return machine.find(targets.stream().map(Target::vm).toList());
        } catch (MachineException e) {
            if (!(e.failure() instanceof Failure.Busy)) {
                throw e;
            }
            if (targets.size() == 1) {
                boolean owed = request.kind() == Request.Kind.ROLL_BACK;
                results.put(targets.get(0).holder().entry(), failed(targets.get(0), owed, e.failure()));
                return Map.of();
            }
        }
        Map<VmRef, List<VmState>> found = new LinkedHashMap<>();
        for (Target target : targets) {
            found.putAll(find(List.of(target), results));
        }
        return found;
    }

    /** {@return why it cannot be entered; null when it was located} */
    private VmResult enter(Target target, List<VmState> fits, Map<Target, VmState> located, Set<String> taken) {
        if (fits.size() != 1) {
            return failed(target, false, notOne(target, fits));
        }
        VmState vm = fits.get(0);
        if (!request.allowedVms().allows(vm.name())) {
            return failed(target, false, failures.notAllowed(vm));
        }
        if (!taken.add(vm.id())) {
            String twice = "named twice in this step: " + vm.id();
            return failed(target, false, failures.ambiguous(target.vm().text(), List.of(twice)));
        }
        located.put(target, vm);
        return null;
    }

    /** {@return what becomes of it where nothing can be given back; null when it was located} */
    private VmResult giveBack(Target target, List<VmState> fits, Map<Target, VmState> located, Set<String> taken)
            throws MachineException, InterruptedException {
        String id = target.vm().text();
        List<VmState> meant = fits;
        if (target.vm().kind() == VmRef.Kind.NAME) {
            leases = leases == null ? machine.leases() : leases;
            Optional<String> subject = subjectOf(target, leases);
            List<String> unreadable = unreadable(leases);
            if (subject.isEmpty() && !unreadable.isEmpty()) {
                return failed(
                        target, true, failures.leasesUnreadable(target.vm().text(), unreadable));
            }
            if (subject.isEmpty() && fits.size() != 1) {
                return neverJoined(target);
            }
            id = subject.orElse(id);
            meant = subject.isPresent() ? withId(id) : fits;
        }
        if (meant.isEmpty()) {
            return missing.end(target, id);
        }
        if (!taken.add(meant.get(0).id())) {
            return waiting(target, meant.get(0));
        }
        located.put(target, meant.get(0));
        return null;
    }

    private List<VmState> withId(String id) throws MachineException, InterruptedException {
        VmRef ref = VmRef.id(id);
        return machine.find(List.of(ref)).getOrDefault(ref, List.of());
    }

    private Failure notOne(Target target, List<VmState> fits) {
        return fits.isEmpty()
                ? failures.notFound(target.vm().text())
                : failures.ambiguous(
                        target.vm().text(), fits.stream().map(VmState::id).toList());
    }

    /** {@return the VM whose lease names the entry} A rollback may know but the name that was asked for, and names change hands. */
    private static Optional<String> subjectOf(Target target, Map<String, LeaseSeen> leases) {
        return leases.entrySet().stream()
                .filter(e -> !e.getKey().equals(NETWORK))
                .filter(e -> e.getValue().text() != null
                        && e.getValue().text().contains(target.holder().entry()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** {@return VMs whose lease may name anybody: unreadable is never absent} */
    private static List<String> unreadable(Map<String, LeaseSeen> leases) {
        return leases.entrySet().stream()
                .filter(e -> !e.getKey().equals(NETWORK))
                .filter(e -> e.getValue().problem() != LeaseSeen.Problem.NONE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One process has one floor of a VM: two entries that leave it at once would take it from each other again and again. */
    private static VmResult waiting(Target target, VmState vm) {
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                vm.id(),
                vm.name(),
                VmResult.End.WAITING,
                true,
                false,
                false,
                null,
                null,
                List.of(),
                List.of(),
                List.of("waits until another entry of the same VM is given back"),
                null);
    }

    private static VmResult neverJoined(Target target) {
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                "",
                target.vm().text(),
                VmResult.End.RESTORED,
                false,
                false,
                true,
                null,
                null,
                List.of(),
                List.of(),
                List.of("no lease of this machine names the entry"),
                null);
    }

    private static VmResult failed(Target target, boolean owed, Failure failure) {
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                "",
                target.vm().text(),
                VmResult.End.FAILED,
                owed,
                false,
                false,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                failure);
    }
}
