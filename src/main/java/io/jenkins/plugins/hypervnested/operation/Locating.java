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

/** Which VM is meant: exactly one for each target, allowed by its name, and none twice. */
final class Locating {

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
        Map<String, String> leases = null;
        for (Target target : request.targets()) {
            List<VmState> fits = found.getOrDefault(target.vm(), List.of());
            if (rollback && target.vm().kind() == VmRef.Kind.NAME) {
                leases = leases == null ? leaseTexts() : leases;
                fits = holding(target, leases, fits);
                if (fits.isEmpty()) {
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

    /** A rollback that knows but a name: the lease that names the entry tells which VM it was, else the one of that name. */
    private List<VmState> holding(Target target, Map<String, String> leases, List<VmState> named)
            throws MachineException, InterruptedException {
        for (Map.Entry<String, String> lease : leases.entrySet()) {
            if (lease.getValue().contains(target.holder().entry())) {
                VmRef id = VmRef.id(lease.getKey());
                List<VmState> vms = machine.find(List.of(id)).getOrDefault(id, List.of());
                if (!vms.isEmpty()) {
                    return vms;
                }
            }
        }
        return named.size() == 1 ? named : List.of();
    }

    private Map<String, String> leaseTexts() throws MachineException, InterruptedException {
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, LeaseSeen> e : machine.leases().entrySet()) {
            if (e.getValue().text() != null && !e.getKey().equals("network")) {
                texts.put(e.getKey(), e.getValue().text());
            }
        }
        return texts;
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
