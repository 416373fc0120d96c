package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Hyper-V role of a machine, as one subject of an operation. It ends when the role is as wanted, or when only a restart of the machine
 * takes it further, which is not its to do.
 */
final class RoleTask extends LeaseTask {

    /** Windows may restart once more by itself; what has lasted so long counts. */
    private static final Duration STEADY = Duration.ofSeconds(60);
    /** How long a machine may take to launch service and hypervisor once the role is there. */
    private static final Duration LAUNCH = Duration.ofMinutes(3);

    private final RoleFailures roleFailures;
    private final String inUseBy;
    private long installedSince = -1;
    private long completeSince = -1;
    private boolean begun;
    private boolean restartNeeded;

    /** @param inUseBy who else works in the machine, so that the role may not be taken away; null when nobody does */
    RoleTask(Target target, Context context, String inUseBy) {
        super(target, Subject.ROLE, context);
        this.inUseBy = inUseBy;
        this.roleFailures = new RoleFailures(context.machine().name());
    }

    private RoleState role() {
        return seen.role();
    }

    /** {@return whether it ended because the machine has to be restarted first} */
    boolean isRestartNeeded() {
        return restartNeeded;
    }

    @Override
    String name() {
        return "";
    }

    @Override
    Snapshot snapshot() {
        return Snapshot.ofInside(
                Map.of(AspectId.ROLE_NAME, AspectId.ROLE.valueOf(role()).orElseThrow()));
    }

    @Override
    Snapshot snapshotBefore(Snapshot now) {
        return Snapshot.valueBefore(lease, AspectId.ROLE, entry())
                .map(value -> Snapshot.ofInside(Map.of(AspectId.ROLE_NAME, value)))
                .orElse(now);
    }

    @Override
    Map<AspectId, String> wants() {
        return Map.of(AspectId.ROLE, AspectId.INSTALLED);
    }

    @Override
    Optional<Move> objection() {
        return role().feature() == RoleState.Feature.UNAVAILABLE
                ? Optional.of(fail(roleFailures.unavailable(role())))
                : Optional.empty();
    }

    @Override
    boolean interrupts(Lease of) {
        return false;
    }

    @Override
    Move reconcile() {
        if (role().working()) {
            return new Move.Wait("waits while Windows installs or removes features");
        }
        if (begun && role().failure() != null) {
            begun = false;
            return fail(meant(role().failure()));
        }
        String value = AspectId.ROLE.valueOf(role()).orElseThrow();
        String wanted = LeaseRules.wanted(lease, role()).get(AspectId.ROLE);
        if (wanted != null && !isThereAlready() && (role().restartPending() || value.equals(AspectId.PENDING))) {
            return giveUpForRestart();
        }
        if (wanted == null || wanted.equals(value)) {
            return AspectId.INSTALLED.equals(wanted) ? launched() : conclude(lease, List.of());
        }
        if (wanted.equals(AspectId.INSTALLED)) {
            return change(new Change.InstallRole(epoch), "install the Hyper-V role with its management tools");
        }
        if (wanted.equals(AspectId.ABSENT) && inUseBy != null) {
            return write(lease.withActor(null), LeaseWrite.Floor.GIVE_UP, () -> {
                epoch = null;
                notes.add("waits for " + inUseBy + ", which may use Hyper-V here");
                end(VmResult.End.WAITING, true, null);
            });
        }
        if (wanted.equals(AspectId.ABSENT)) {
            return change(new Change.RemoveRole(epoch), "remove the Hyper-V role");
        }
        String note = "the Hyper-V role was '" + wanted + "' before and stays installed";
        return write(lease.without(AspectId.ROLE), LeaseWrite.Floor.KEEP, () -> notes.add(note));
    }

    /** A restart that Windows wants for something else is not ours to do. */
    private boolean isThereAlready() {
        boolean first = lease.aspect(AspectId.ROLE)
                .filter(a -> a.first().equals(AspectId.INSTALLED))
                .isPresent();
        // who is ready has seen it whole for a minute
        return (first || !lease.ready().isEmpty()) && role().tools() && role().service() && role().hypervisor();
    }

    private Move change(Change change, String sentence) {
        Lease intended = LeaseRules.intend(lease, role());
        return intended.equals(lease) ? tell(change, sentence) : write(intended, LeaseWrite.Floor.KEEP, () -> {});
    }

    private Move giveUpForRestart() {
        return write(lease.withActor(null), LeaseWrite.Floor.GIVE_UP, () -> {
            epoch = null;
            restartNeeded = true;
            end(VmResult.End.WAITING, true, null);
        });
    }

    private Move launched() {
        if (isThereAlready()) {
            return conclude(lease, List.of());
        }
        installedSince = installedSince < 0 ? now() : installedSince;
        if (!role().isComplete()) {
            completeSince = -1;
            boolean late = now() - installedSince > LAUNCH.toMillis()
                    || role().launchProblem() != RoleState.LaunchProblem.NONE;
            return late
                    ? fail(roleFailures.notLaunched(role()))
                    : new Move.Wait("waits until Hyper-V's service and hypervisor run");
        }
        completeSince = completeSince < 0 ? now() : completeSince;
        return now() - completeSince >= STEADY.toMillis()
                ? conclude(lease, List.of())
                : new Move.Wait("waits whether Windows restarts once more");
    }

    private Failure meant(Failure failure) {
        return failure.details().errorId().startsWith("Alteration_PrerequisiteCheck_Failed")
                ? roleFailures.refused(role())
                : failure;
    }

    @Override
    void accepted(Change change) {
        begun = true;
    }

    @Override
    Failure lateness(String reason) {
        return failures.tookTooLong(about(), reason);
    }

    /** A role that took Windows minutes and restarts is not taken away because of a failure, unless that was asked for. */
    @Override
    boolean keeps() {
        return !request.options().rollback();
    }

    @Override
    boolean isHandled(Move.Tell tell, Failure failure) {
        return false;
    }

    @Override
    boolean leavesWhenItFails() {
        return false;
    }
}
