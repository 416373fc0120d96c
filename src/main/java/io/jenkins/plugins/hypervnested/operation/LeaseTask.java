package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One subject of an operation: what was seen of it and of its lease last, and the little that has to be remembered between two looks.
 * What to do next is decided anew from each look by {@link Entering} and {@link Leaving}, which are the same for all subjects, and
 * by what a subject makes of the floor.
 */
abstract class LeaseTask extends TaskState {

    static final String END_ACTOR = "waits for a silent actor to end";

    private Failure cause;

    LeaseTask(Target target, String id, Context context) {
        super(target, id, context);
    }

    /** {@return what was before this entry joined, as far as the lease tells} */
    abstract Snapshot snapshotBefore(Snapshot now);

    /** {@return what is wanted of it, as it was seen last} */
    abstract Map<AspectId, String> wants();

    /** {@return why it cannot be joined, if so} */
    abstract Optional<Move> objection();

    /** {@return whether the way to what a lease wants leads over interrupting those who work with it} */
    abstract boolean interrupts(Lease of);

    /** {@return what to do with the floor} */
    abstract Move reconcile();

    /** {@return the failure of a wait that took too long} */
    abstract Failure lateness(String reason);

    /** Looks at what was seen, before anything is decided. */
    void look() {}

    /** Hears that the platform did not object to a change. */
    void accepted(Change change) {}

    /** {@return whether it has handled that a change was refused} */
    abstract boolean isHandled(Move.Tell tell, Failure failure);

    /** Hears that a change was refused for good. {@return what that means} */
    Failure refusedForGood(Move.Tell tell, Failure failure) {
        return failure;
    }

    /** {@return the failure that a rollback after a failure ends with} */
    Failure explained(Failure failure) {
        return failure;
    }

    /** Turns from entering to leaving. */
    void turn() {}

    /** Whether it must not be interrupted from then on. */
    boolean becomesReady() {
        return true;
    }

    /** Whether a failure turns it to leaving at once; false where something inside has to be put back first. */
    boolean leavesWhenItFails() {
        return true;
    }

    /** {@return what to do, as things are now} */
    final Move decide(Observation observation) {
        seen = observation;
        boolean firstLook = before == null;
        if (firstLook) {
            before = snapshot();
        }
        look();
        if (deadline == null || !deadline.isOfBoot(seen.clock())) {
            deadline = in(leaving ? Bounds.ROLL_BACK : request.options().timeout());
            pausedUntil = -1;
        }
        Failure unreadable = readLease();
        if (unreadable != null) {
            return end(VmResult.End.FAILED, leaving || joined, unreadable);
        }
        if (firstLook && !leaving && lease.isHeldBy(entry())) {
            before = snapshotBefore(before);
            changed = before.differs(snapshot());
        }
        Move move = now() < pausedUntil
                ? new Move.Wait("looks again in a moment")
                : leaving ? Leaving.decide(this) : Entering.decide(this);
        String waitsFor =
                move instanceof Move.Wait wait ? wait.reason() : move instanceof Move.EndActor ? END_ACTOR : "";
        return !waitsFor.isEmpty() && deadline.isOver(seen.clock()) ? fail(lateness(waitsFor)) : move;
    }

    /** Hears what became of a change. */
    final void told(Move.Tell tell, Answer<Machine.Done> answer) {
        if (answer.isFailure()) {
            refused(tell, answer.failure());
            return;
        }
        boolean tooOften = tellings.accepted(tell.sentence());
        changed = true;
        accepted(tell.change());
        if (tooOften) {
            fail(failures.didNotTake(about(), tell.sentence()));
        }
    }

    private void refused(Move.Tell tell, Failure failure) {
        if (failure instanceof Failure.Fenced) {
            epoch = null;
        } else if (isHandled(tell, failure)) {
            return;
        } else if (failure instanceof Failure.WrongState && mayTryAgain(tell)) {
            pause();
        } else {
            fail(refusedForGood(tell, failure));
        }
    }

    /** {@return whether a refused change may be tried again: twice} */
    boolean mayTryAgain(Move.Tell tell) {
        return tellings.mayTryAgain(tell.sentence());
    }

    /** Hears that the subject could not be looked at. */
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
        } else if (failure instanceof Failure.Busy && !isUnwritableForGood()) {
            pause();
        } else {
            boolean owed = leaving || joined || lease.isHeldBy(entry());
            end(VmResult.End.FAILED, owed, cause == null ? failure : cause);
        }
    }

    /**
     * Gives up the floor: the subject is as the lease wants it, or what is not is not ours to change.
     *
     * @param done the lease, without what is to be let alone
     */
    Move conclude(Lease done, List<String> moreNotes) {
        boolean entering = lease.isHeldBy(entry());
        List<String> all = new ArrayList<>(entering ? List.of() : Drift.notes(lease, seen.subject()));
        all.addAll(moreNotes);
        Lease rest = LeaseRules.done(done, seen.subject(), entering && becomesReady() ? entry() : null);
        return write(rest, LeaseWrite.Floor.GIVE_UP, () -> {
            epoch = null;
            notes.addAll(all);
            lease = rest == null ? Lease.EMPTY : rest;
            if (entering) {
                end(VmResult.End.DONE, true, null);
            } else {
                left(lease.members().isEmpty() ? VmResult.End.RESTORED : VmResult.End.PASSED_ON);
            }
        });
    }

    /** Turns to leaving, where there is anything to leave; the end will be a failure. */
    Move fail(Failure failure) {
        boolean held = joined || lease.isHeldBy(entry());
        if (leaving || !held || !leavesWhenItFails()) {
            return end(VmResult.End.FAILED, leaving || held, cause == null ? failure : cause);
        }
        cause = failure;
        leaving = true;
        turn();
        tellings.startAnew();
        deadline = in(Bounds.ROLL_BACK);
        say(failure.sentence() + " Puts " + about().shown() + " back as it was.");
        return new Move.Again();
    }

    /** Ends a rollback, or the leaving after a failure. */
    Move left(VmResult.End how) {
        if (cause == null) {
            return end(how, false, null);
        }
        notes.add(
                how == VmResult.End.RESTORED
                        ? about().shown() + " was put back as it was"
                        : about().shown() + " was left to those who hold it");
        return end(VmResult.End.FAILED, false, explained(cause));
    }
}
