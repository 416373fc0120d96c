package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.util.Collection;
import java.util.Map;

/**
 * What is owed by an entry whose VM could not even be looked at, or not be entered: an earlier attempt of the same entry may have joined,
 * as before a crash or before it had to wait. Its lease knows. Everything inside a VM is held together with that VM's power, so the
 * leases of the outermost machine are enough.
 */
final class Owed {

    private Owed() {}

    /** Marks those as held that a lease names, and that failed without knowing so. */
    static void confirm(Machine machine, Request request, Map<String, VmResult> results, Progress progress)
            throws MachineException, InterruptedException {
        boolean enters = request.kind() != Request.Kind.ROLL_BACK
                && request.kind() != Request.Kind.CHECK
                && !request.options().dryRun();
        if (!enters || results.values().stream().noneMatch(Owed::isDoubtful)) {
            return;
        }
        Collection<LeaseSeen> leases;
        try {
            leases = machine.leases().values();
        } catch (MachineException e) {
            if (!(e.failure() instanceof Failure.NotPermitted)) {
                throw e;
            }
            progress.say(
                    "",
                    "whether an earlier attempt holds anything cannot be read: "
                            + e.failure().sentence());
            return;
        }
        results.replaceAll((entry, result) -> isDoubtful(result)
                        && leases.stream()
                                .anyMatch(lease -> Standing.of(lease, entry).isHeld())
                ? result.asHeld()
                : result);
    }

    private static boolean isDoubtful(VmResult result) {
        return result.end() == VmResult.End.FAILED && !result.held();
    }
}
