package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which VM is meant: exactly one for each target, allowed by its name, and none twice. */
final class Locating {

    private static final String NETWORK = "network";

    private final Machine machine;
    private final Request request;
    private final Failures failures;

    Locating(Machine machine, Request request, Failures failures) {
        this.machine = machine;
        this.request = request;
        this.failures = failures;
    }

    /** {@return the VM of each target} Targets without one get their result. */
    Map<Target, VmState> locate(Map<String, VmResult> results) throws MachineException, InterruptedException {
        Map<VmRef, List<VmState>> found =
                machine.find(request.targets().stream().map(Target::vm).toList());
        boolean rollback = request.kind() == Request.Kind.ROLL_BACK;
        Map<Target, VmState> located = new LinkedHashMap<>();
        Map<String, Target> taken = new HashMap<>();
        Map<String, LeaseSeen> leases = null;
        for (Target target : request.targets()) {
            List<VmState> fits = found.getOrDefault(target.vm(), List.of());
            if (rollback && target.vm().kind() == VmRef.Kind.NAME) {
                leases = leases == null ? machine.leases() : leases;
                Optional<String> subject = subjectOf(target, leases);
                List<String> unreadable = unreadable(leases);
                if (subject.isPresent()) {
                    VmRef id = VmRef.id(subject.get());
                    fits = machine.find(List.of(id)).getOrDefault(id, List.of());
                } else if (!unreadable.isEmpty()) {
                    Failure failure = failures.leasesUnreadable(target.vm().text(), unreadable);
                    results.put(target.holder().entry(), failed(target, true, failure));
                    continue;
                } else if (fits.size() != 1) {
                    results.put(target.holder().entry(), neverJoined(target));
                    continue;
                }
            }
            Failure failure = fits.size() != 1 ? notOne(target, fits) : objection(fits.get(0), rollback);
            if (failure == null && taken.put(fits.get(0).id(), target) != null && !rollback) {
                failure = failures.ambiguous(
                        target.vm().text(),
                        List.of("named twice in this step: " + fits.get(0).id()));
            }
            if (failure == null) {
                located.put(target, fits.get(0));
            } else {
                results.put(target.holder().entry(), failed(target, rollback, failure));
            }
        }
        return located;
    }

    private Failure objection(VmState vm, boolean rollback) {
        return rollback || request.allowedVms().allows(vm.name()) ? null : failures.notAllowed(vm);
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
