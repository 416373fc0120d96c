package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One VM of an operation. */
class VmTask extends LeaseTask {

    final Asking asking = new Asking();

    boolean started;
    /** Whether the host refused to change spoofing while the VM is on. */
    boolean spoofingNeedsOff;
    /** Whether it is to be off once before it counts as what is wanted. */
    boolean restartDue;

    /** Connections that cannot be made, each with its switch, which is gone. */
    private final Map<AspectId, String> lost = new LinkedHashMap<>();

    private long offSince = -1;
    private boolean platformSuspected;

    /** What is known of a shutdown that this task asks for. */
    static final class Asking {
        boolean noted;
        boolean told;
        boolean refused;

        void forget() {
            noted = false;
            told = false;
            refused = false;
        }
    }

    VmTask(Target target, String id, Context context) {
        super(target, id, context);
    }

    VmState vm() {
        return seen.vm();
    }

    @Override
    String name() {
        return seen == null ? target.vm().text() : vm().name();
    }

    @Override
    Snapshot snapshot() {
        return Snapshot.of(vm());
    }

    @Override
    Snapshot snapshotBefore(Snapshot now) {
        return now.before(lease, entry(), vm());
    }

    @Override
    Map<AspectId, String> wants() {
        return Entering.wants(request, vm());
    }

    @Override
    Optional<Move> objection() {
        return Spoofing.problem(request, vm(), failures).map(this::fail);
    }

    @Override
    boolean interrupts(Lease of) {
        return restartDue || Plan.interrupts(vm(), LeaseRules.wanted(of, vm()), spoofingNeedsOff);
    }

    @Override
    Move reconcile() {
        return Reconciling.decide(this);
    }

    @Override
    Failure lateness(String reason) {
        boolean ready = started && reason.equals(Reconciling.READY);
        return ready ? failures.noHeartbeat(vm()) : failures.tookTooLong(about(), reason);
    }

    @Override
    void look() {
        boolean off = vm().power() == PowerState.OFF;
        restartDue &= !off;
        offSince = !off ? -1 : offSince < 0 ? now() : offSince;
    }

    @Override
    void accepted(Change change) {
        started |= change instanceof Change.Start || change instanceof Change.Resume;
        asking.told |= change instanceof Change.AskShutdown;
    }

    @Override
    boolean isHandled(Move.Tell tell, Failure failure) {
        boolean settles =
                failure instanceof Failure.Busy && offSince >= 0 && now() - offSince < Bounds.BUSY_AFTER_OFF.toMillis();
        if (tell.change() instanceof Change.AskShutdown) {
            asking.refused = true;
        } else if (tell.change() instanceof Change.Spoof
                && failure instanceof Failure.WrongState
                && (isOn() || leaving && vm().power() != PowerState.OFF)) {
            spoofingNeedsOff = true;
        } else if (tell.change() instanceof Change.Connect connect && failure instanceof Failure.NotFound && leaving) {
            lost.put(AspectId.connection(connect.adapterId()), connect.switchId());
            notes.add("the switch to which it was connected is gone: " + failure.sentence());
        } else if (settles) {
            pause();
        } else {
            return false;
        }
        return true;
    }

    @Override
    Failure refusedForGood(Move.Tell tell, Failure failure) {
        platformSuspected = !leaving && tell.change() instanceof Change.Start && vm().nesting();
        return failure;
    }

    @Override
    Failure explained(Failure failure) {
        return platformSuspected && started && !vm().nesting() ? failures.platform(vm(), failure) : failure;
    }

    @Override
    void turn() {
        asking.forget();
        restartDue = false;
    }

    /**
     * {@return what each aspect shall be} An adapter whose former switch is gone is left without one; what somebody else still wants of an
     * adapter, and cannot be, is left to them.
     */
    Map<AspectId, String> wanted() {
        Map<AspectId, String> wanted = new LinkedHashMap<>(LeaseRules.wanted(lease, vm()));
        lost.forEach((id, gone) -> {
            boolean held = lease.aspect(id).filter(Lease.Aspect::isHeld).isPresent();
            wanted.computeIfPresent(id, (i, value) -> !value.equals(gone) ? value : held ? null : AspectId.NONE);
        });
        return wanted;
    }

    /** {@return the lease without what cannot be put back any more} */
    Lease withoutLost() {
        Lease rest = lease;
        for (Map.Entry<AspectId, String> gone : lost.entrySet()) {
            boolean first = lease.aspect(gone.getKey())
                    .filter(a -> !a.isHeld() && a.first().equals(gone.getValue()))
                    .isPresent();
            rest = first ? rest.without(gone.getKey()) : rest;
        }
        return rest;
    }

    /** {@return a step with what its switch is called, where that is known} */
    Plan.Step named(Plan.Step step) {
        return step;
    }

    private boolean isOn() {
        return AspectId.POWER.valueOf(vm()).filter(AspectId.ON::equals).isPresent();
    }
}
