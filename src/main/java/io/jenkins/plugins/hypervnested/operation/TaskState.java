package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was seen of one subject and of its lease last, and the little that has to be remembered between two looks. */
abstract class TaskState {

    private static final int OFTEN = 10;
    /** One look waits ten seconds for the lock. */
    private static final int LOOKS_FOR_A_MINUTE = 6;

    final Target target;
    final Request request;
    final Failures failures;
    final List<String> notes = new ArrayList<>();
    final Context context;
    final String id;
    final Tellings tellings = new Tellings();

    Observation seen;
    Lease lease;
    /** The epoch under which this task took the floor; null when it did not. */
    String epoch;

    boolean leaving;
    boolean joined;
    boolean changed;
    long pausedUntil = -1;
    /** How often somebody else has written the lease first, one time after the other. */
    int outran;
    /** How often the lock of the lease was not to be had, one time after the other: for a look, and for a write. */
    int locked;

    int unwritten;

    Deadline deadline;
    Snapshot before;

    private String lastText;
    private Lease lastLease;
    private VmResult result;

    /** What all tasks of an operation on one machine share. */
    record Context(Request request, MachineIdentity machine, Failures failures, Progress progress) {}

    TaskState(Target target, String id, Context context) {
        this.target = target;
        this.id = id;
        this.context = context;
        this.request = context.request();
        this.failures = context.failures();
        this.leaving = request.kind() == Request.Kind.ROLL_BACK;
    }

    /** {@return how the log calls it} */
    abstract String name();

    /** {@return what results tell of it, as it was seen last} */
    abstract Snapshot snapshot();

    About about() {
        return About.of(seen.subject(), failures.machine());
    }

    String entry() {
        return target.holder().entry();
    }

    String run() {
        return target.holder().run();
    }

    long now() {
        return seen.clock().millis();
    }

    VmResult result() {
        return result;
    }

    Deadline in(Duration time) {
        return Deadline.in(time, seen.clock());
    }

    /** Somebody else wrote the lease first, or keeps the actor's file open: what goes on so is tried again slowly, and has an end. */
    void outrun() {
        outran++;
        if (outran > OFTEN) {
            pause();
        }
    }

    /** {@return whether somebody keeps the lock for longer than any verb takes} Nothing can be known of a lease then, nor written to it. */
    boolean isLockedForGood() {
        locked++;
        return locked >= LOOKS_FOR_A_MINUTE;
    }

    /** {@return whether the lease can be looked at, but somebody is always in the way of writing it} */
    boolean isUnwritableForGood() {
        unwritten++;
        return unwritten >= LOOKS_FOR_A_MINUTE;
    }

    void pause() {
        pausedUntil = now() + Bounds.PAUSE.toMillis();
    }

    /** {@return why the lease cannot be read, or must not be written; null when it was read and may be} */
    Failure readLease() {
        if (seen.lease().problem() == LeaseSeen.Problem.NEWER) {
            return failures.leaseNewer(about());
        }
        if (seen.lease().problem() == LeaseSeen.Problem.DAMAGED) {
            return failures.leaseDamaged(about());
        }
        try {
            lease = seen.lease().text() == null
                    ? Lease.EMPTY
                    : LeaseRules.forget(parsed(seen.lease().text()), seen.clock());
            return Incarnations.unknown(lease, request.asker())
                    .map(by -> new LeaseFailures(failures.machine()).unknownStart(about().shown(), by))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return failures.leaseDamaged(about());
        }
    }

    /** Most looks find the lease that the last one found, or the one that was written after it. */
    private Lease parsed(String text) {
        if (!text.equals(lastText)) {
            lastLease = LeaseText.read(text);
            lastText = text;
        }
        return lastLease;
    }

    /** Replaces the lease; an empty one is deleted. */
    Move.Write write(Lease next, LeaseWrite.Floor floor, Runnable then) {
        boolean none = next == null || LeaseRules.isEmpty(next);
        String text = none ? null : LeaseText.write(next);
        LeaseWrite write = new LeaseWrite(id, seen.lease().stamp(), none ? null : next.epoch(), text, floor);
        if (!none) {
            lastText = text;
            lastLease = next;
        }
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

    Move end(VmResult.End how, boolean owed, Failure failure) {
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
                seen == null ? null : snapshot(),
                tellings.all(),
                lease == null ? List.of() : lease.records(),
                notes,
                failure);
        return new Move.End();
    }

    void say(String text) {
        context.progress().say(name(), text);
    }
}
