package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One VM of an operation: what was seen of it last, and the little that has to be remembered between two looks. What to do next is
 * decided anew from each look by {@link Entering}, {@link Leaving} and {@link Reconciling}.
 */
final class VmTask {

    private static final int TOLD_OFTEN_ENOUGH = 3;

    final Target target;
    final Request request;
    final Failures failures;
    final Asking asking = new Asking();
    final List<String> notes = new ArrayList<>();
    private final Context context;
    private final List<String> told = new ArrayList<>();
    private final Map<String, Integer> tellings = new HashMap<>();

    final String id;
    Observation seen;
    Lease lease;
    /** The epoch under which this task took the floor; null when it did not. */
    String epoch;

    boolean started;
    /** Whether the host refused to change spoofing while the VM is on. */
    boolean spoofingNeedsOff;

    private boolean leaving;
    private boolean joined;
    private boolean changed;
    private long offSince = -1;
    private long pausedUntil = -1;
    private Deadline deadline;
    private Snapshot before;
    private Failure cause;
    private boolean platformSuspected;
    private VmResult result;

    /** What all tasks of an operation share. */
    record Context(Request request, MachineIdentity machine, Failures failures, Progress progress) {}

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

    private record Deadline(String boot, long millis) {}

    VmTask(Target target, String id, Context context) {
        this.target = target;
        this.id = id;
        this.context = context;
        this.request = context.request();
        this.failures = context.failures();
        this.leaving = request.kind() == Request.Kind.ROLL_BACK;
    }

    String entry() {
        return target.holder().entry();
    }

    String name() {
        return seen == null ? target.vm().text() : seen.vm().name();
    }

    long now() {
        return seen.clock().millis();
    }

    VmResult result() {
        return result;
    }

    /** {@return what to do, as things are now} */
    Move decide(Observation observation) {
        seen = observation;
        VmState vm = seen.vm();
        boolean firstLook = before == null;
        if (firstLook) {
            before = Snapshot.of(vm);
        }
        offSince = vm.power() != PowerState.OFF ? -1 : offSince < 0 ? now() : offSince;
        if (deadline == null || !deadline.boot().equals(seen.clock().boot())) {
            deadline = deadlineIn(leaving ? Bounds.ROLL_BACK : request.options().timeout());
            pausedUntil = -1;
        }
        Failure unreadable = readLease();
        if (unreadable != null) {
            return end(VmResult.End.FAILED, leaving || joined, unreadable);
        }
        if (firstLook && !leaving && lease.isHeldBy(entry())) {
            before = before.before(lease, entry(), vm);
            changed = before.differs(Snapshot.of(vm));
        }
        if (now() < pausedUntil) {
            return new Move.Wait("looks again in a moment");
        }
        Move move = leaving ? Leaving.decide(this) : Entering.decide(this);
        return move instanceof Move.Wait wait && now() >= deadline.millis() ? late(wait.reason()) : move;
    }

    private Failure readLease() {
        if (seen.lease().problem() == LeaseSeen.Problem.NEWER) {
            return failures.leaseNewer(seen.vm());
        }
        if (seen.lease().problem() == LeaseSeen.Problem.DAMAGED) {
            return failures.leaseDamaged(seen.vm());
        }
        try {
            lease = seen.lease().text() == null
                    ? Lease.EMPTY
                    : LeaseRules.forget(LeaseText.read(seen.lease().text()), seen.clock());
            return null;
        } catch (IllegalArgumentException e) {
            return failures.leaseDamaged(seen.vm());
        }
    }

    private Move late(String reason) {
        boolean ready = started && reason.equals(Reconciling.READY);
        return fail(ready ? failures.noHeartbeat(seen.vm()) : failures.tookTooLong(seen.vm(), reason));
    }

    private Deadline deadlineIn(Duration time) {
        return new Deadline(seen.clock().boot(), now() + time.toMillis());
    }

    /** Replaces the lease; an empty one is deleted. */
    Move.Write write(Lease next, LeaseWrite.Floor floor, Runnable then) {
        boolean none = next == null || LeaseRules.isEmpty(next);
        LeaseWrite write = new LeaseWrite(
                id, seen.lease().stamp(), none ? null : next.epoch(), none ? null : LeaseText.write(next), floor);
        return new Move.Write(write, then);
    }

    /** Called once the lease names this entry as a holder. */
    void joined(Lease written) {
        joined = true;
        context.progress().joined(entry(), context.machine(), id, name(), written.records());
    }

    Move.Tell tell(Change change, String sentence) {
        return new Move.Tell(change, sentence);
    }

    /** Hears what became of a change. */
    void told(Move.Tell tell, Answer<Machine.Done> answer) {
        if (!answer.isFailure()) {
            int times = tellings.merge(tell.sentence(), 1, Integer::sum);
            told.add(tell.sentence());
            changed = true;
            started |= tell.change() instanceof Change.Start || tell.change() instanceof Change.Resume;
            asking.told |= tell.change() instanceof Change.AskShutdown;
            if (times > TOLD_OFTEN_ENOUGH) {
                fail(failures.didNotTake(seen.vm(), tell.sentence()));
            }
            return;
        }
        refused(tell, answer.failure());
    }

    private void refused(Move.Tell tell, Failure failure) {
        boolean settles =
                failure instanceof Failure.Busy && offSince >= 0 && now() - offSince < Bounds.BUSY_AFTER_OFF.toMillis();
        if (failure instanceof Failure.Fenced) {
            epoch = null;
        } else if (tell.change() instanceof Change.AskShutdown) {
            asking.refused = true;
        } else if (tell.change() instanceof Change.Spoof
                && failure instanceof Failure.WrongState
                && (isOn() || leaving && seen.vm().power() != PowerState.OFF)) {
            spoofingNeedsOff = true;
        } else if (settles
                || failure instanceof Failure.WrongState
                        && tellings.merge(tell.sentence() + " refused", 1, Integer::sum) < TOLD_OFTEN_ENOUGH) {
            pausedUntil = now() + Bounds.PAUSE.toMillis();
        } else {
            platformSuspected = !leaving
                    && tell.change() instanceof Change.Start
                    && seen.vm().nesting();
            fail(failure);
        }
    }

    private boolean isOn() {
        return AspectId.POWER.valueOf(seen.vm()).filter(AspectId.ON::equals).isPresent();
    }

    /** Hears that the VM could not be looked at. */
    void unseen(Failure failure) {
        end(VmResult.End.FAILED, leaving || joined, cause == null ? failure : cause);
    }

    /** Hears that the lease could not be written. Where leases cannot be, nothing was ever joined and nothing is owed. */
    void notWritten(Failure failure) {
        boolean nothingThere = seen.lease().stamp().equals(LeaseSeen.ABSENT)
                && target.recorded().isEmpty()
                && !joined;
        if (leaving && nothingThere && failure instanceof Failure.NotPermitted) {
            notes.add("no lease can be written on this machine, so none was");
            end(VmResult.End.RESTORED, false, null);
        } else if (!(failure instanceof Failure.Busy)) {
            end(VmResult.End.FAILED, leaving || joined, cause == null ? failure : cause);
        }
    }

    /** Whether it leaves and its changes stay. After a failure they never do. */
    boolean keeps() {
        return request.kind() == Request.Kind.ROLL_BACK && !request.options().rollback();
    }

    /** {@return for how long a join of this entry may still be on its way} */
    Duration joinable() {
        return request.kind() == Request.Kind.ROLL_BACK
                ? target.joinable()
                : request.options().timeout();
    }

    /** Turns to leaving, where there is anything to leave; the end will be a failure. */
    Move fail(Failure failure) {
        if (leaving || !joined && !lease.isHeldBy(entry())) {
            return end(VmResult.End.FAILED, leaving, cause == null ? failure : cause);
        }
        cause = failure;
        leaving = true;
        asking.forget();
        tellings.clear();
        deadline = deadlineIn(Bounds.ROLL_BACK);
        say(failure.sentence() + " Puts the VM back as it was.");
        return new Move.Again();
    }

    /** Ends a rollback, or the leaving after a failure. */
    Move left(VmResult.End how) {
        if (cause == null) {
            return end(how, false, null);
        }
        boolean platform = platformSuspected && started && !seen.vm().nesting();
        notes.add(
                how == VmResult.End.RESTORED
                        ? "the VM was put back as it was"
                        : "the VM was left to those who hold it");
        return end(VmResult.End.FAILED, false, platform ? failures.platform(seen.vm(), cause) : cause);
    }

    Move end(VmResult.End how, boolean owed, Failure failure) {
        Snapshot after = seen == null ? null : Snapshot.of(seen.vm());
        result = new VmResult(
                target.vm().text(),
                entry(),
                id,
                name(),
                how,
                owed,
                changed,
                failure == null && how != VmResult.End.WAITING,
                before,
                after,
                told,
                lease == null ? List.of() : lease.records(),
                notes,
                failure);
        return new Move.End();
    }

    void say(String text) {
        context.progress().say(name(), text);
    }
}
