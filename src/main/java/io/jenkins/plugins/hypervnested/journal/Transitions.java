package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What may become of an entry. Each changes the copy that {@link Journal#update} then saves. */
final class Transitions {

    static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    static final Duration LAST_RETRY = Duration.ofHours(1);

    private Transitions() {}

    static Consumer<JournalEntry> operating(boolean operating) {
        return entry -> entry.operating = operating;
    }

    static Consumer<JournalEntry> sendingThrough(String agent) {
        return entry -> entry.agentName = agent;
    }

    static Consumer<JournalEntry> held(Joined joined) {
        return entry -> {
            identify(entry, joined.machine(), joined.vmId(), joined.vmName(), joined.aspects());
            if (entry.state == JournalEntry.State.INTENDED) {
                entry.state = JournalEntry.State.HELD;
            }
        };
    }

    /** What a step's operation made of it. Of one that is being given back, or was, only its rollback says what becomes of it. */
    static Consumer<JournalEntry> settled(VmResult vm, MachineIdentity machine) {
        return entry -> {
            entry.operating = false;
            if (!isWithItsStep(entry)) {
                return;
            }
            identify(entry, machine, vm.id(), vm.name(), vm.aspects());
            if (vm.held()) {
                entry.state = JournalEntry.State.HELD;
            } else {
                returned(entry, vm.end() == VmResult.End.DONE ? "nothing is held" : "nothing was left to give back");
            }
        };
    }

    /** It never reached the machine, so nothing is owed. */
    static Consumer<JournalEntry> neverSent() {
        return entry -> {
            entry.operating = false;
            if (isWithItsStep(entry)) {
                returned(entry, "it never reached the machine");
            }
        };
    }

    private static boolean isWithItsStep(JournalEntry entry) {
        return entry.isOpen() && (entry.state == JournalEntry.State.INTENDED || entry.state == JournalEntry.State.HELD);
    }

    static Consumer<JournalEntry> returning() {
        return entry -> {
            entry.state = JournalEntry.State.RETURNING;
            entry.operating = false;
            entry.inLine = false;
            entry.attempts++;
            entry.nextTry = 0;
        };
    }

    /** Another run stands before it: that was no failed attempt, and that run must not wait for it in turn. */
    static Consumer<JournalEntry> inLine() {
        return entry -> {
            entry.inLine = true;
            entry.attempts = Math.max(0, entry.attempts - 1);
        };
    }

    /** It is to be given back when what is inside was. */
    static Consumer<JournalEntry> waits(Instant now, String forWhat) {
        return entry -> {
            entry.state = JournalEntry.State.RETURNING;
            entry.operating = false;
            entry.nextTry = 0;
            entry.log.add(now, forWhat);
        };
    }

    /** What is inside cannot be given back. It is looked at again when that has an end. */
    static Consumer<JournalEntry> waitsInVain(Instant now, String forWhat) {
        return stuck(StuckReason.WAITS_FOR, forWhat, now).andThen(entry -> entry.nextTry = 0);
    }

    /** Whether an entry has to be given back before this one. */
    static Consumer<JournalEntry> waitsFor(String inner, boolean waits) {
        return entry -> {
            if (waits) {
                entry.dependsOn.add(inner);
            } else {
                entry.dependsOn.remove(inner);
            }
        };
    }

    /** Somebody decided that it waits for nothing any more. */
    static Consumer<JournalEntry> alone(String by) {
        return entry -> {
            entry.dependsOn.clear();
            entry.log.add(Instant.now(), "to be given back without waiting for what is inside, by " + by);
        };
    }

    /** Somebody named other credentials for a login. */
    static Consumer<JournalEntry> credentials(String login, String id, String by) {
        return entry -> {
            entry.credentials.replaceAll(use -> use.getName().equals(login) ? use.replaced(id) : use);
            entry.log.add(Instant.now(), "credentials '" + login + "' are replaced by '" + id + "', by " + by);
        };
    }

    /** Somebody said that it is restored from what is recorded, should its lease be gone. */
    static Consumer<JournalEntry> fromJournal(String by) {
        return entry -> {
            entry.fromJournal = true;
            entry.log.add(Instant.now(), "to be restored from the journal, by " + by);
        };
    }

    /** Somebody had a holding that was found in a lease given up. An entry that was closed is open again, and keeps what it knows. */
    static Consumer<JournalEntry> adopted(FoundHolding found, String by, String why, Instant now) {
        return entry -> {
            if (entry.aspects.isEmpty()) {
                FoundLease lease = found.lease();
                identify(
                        entry,
                        found.machine(),
                        Subject.isVm(lease.subject()) ? lease.subject() : "",
                        lease.name(),
                        lease.aspects());
            }
            entry.state = JournalEntry.State.RETURNING;
            entry.operating = false;
            entry.runGone = true;
            entry.attempts = 0;
            entry.forgottenBy = null;
            entry.forgottenReason = null;
            entry.adoptedBy = by;
            entry.adoptedReason = why;
            entry.adoptedFrom = found.holder().controller();
            entry.log.add(now, "held by " + found.holder().shownAs() + "; taken over by " + by + ": " + why);
        };
    }

    /** The run gives it back before it ends, by that step. */
    static Consumer<JournalEntry> released(String by) {
        return entry -> entry.release = by;
    }

    static Consumer<JournalEntry> passedOn() {
        return returned("left to those who still hold it").andThen(entry -> entry.passedOn = true);
    }

    static Consumer<JournalEntry> returned(String how) {
        return entry -> returned(entry, how);
    }

    static Consumer<JournalEntry> stuck(StuckReason reason, String text, Instant now) {
        return entry -> {
            if (entry.stuckSince == 0 || entry.stuckReason != reason) {
                entry.stuckSince = now.toEpochMilli();
            }
            entry.state = JournalEntry.State.STUCK;
            entry.stuckReason = reason;
            entry.stuckText = text;
            entry.missingSince = reason == StuckReason.VM_GONE ? missingSince(entry, now) : 0;
            entry.nextTry = now.plus(backOff(entry.attempts)).toEpochMilli();
            entry.log.add(now, "not given back: " + text);
        };
    }

    /** By a clock that was set back the minute of a missing VM begins anew. */
    private static long missingSince(JournalEntry entry, Instant now) {
        boolean known = entry.missingSince != 0 && entry.missingSince <= now.toEpochMilli();
        return known ? entry.missingSince : now.toEpochMilli();
    }

    static Consumer<JournalEntry> forgotten(String by, String why, Instant now) {
        return entry -> {
            entry.forgottenBy = by;
            entry.forgottenReason = why;
            entry.nextTry = 0;
            entry.log.add(now, "given up by " + by + ": " + why);
        };
    }

    static Consumer<JournalEntry> said(String text) {
        return entry -> entry.log.add(Instant.now(), text);
    }

    /** The job moved. */
    static Consumer<JournalEntry> moved(String jobName) {
        return entry -> {
            entry.credentials.replaceAll(use -> use.moved(entry.jobName, jobName));
            entry.runId = jobName + entry.runId.substring(entry.jobName.length());
            entry.jobName = jobName;
        };
    }

    /** {@return how long to wait after so many attempts: a minute, twice as long each time, at most an hour} */
    static Duration backOff(int attempts) {
        long factor = 1L << Math.min(Math.max(attempts - 1, 0), 10);
        Duration wait = FIRST_RETRY.multipliedBy(factor);
        return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
    }

    private static void returned(JournalEntry entry, String how) {
        entry.state = JournalEntry.State.RETURNED;
        entry.passedOn = false;
        entry.nextTry = 0;
        entry.stuckReason = null;
        entry.stuckText = "";
        entry.stuckSince = 0;
        entry.missingSince = 0;
        entry.log.add(Instant.now(), how);
    }

    private static void identify(
            JournalEntry entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {
        if (machine != null) {
            entry.machineUuid = machine.uuid();
            entry.machineName = machine.name();
        }
        if (!vmId.isEmpty()) {
            entry.vmId = vmId;
            entry.vmName = vmName.isEmpty() ? entry.vmName : vmName;
        }
        if (!aspects.isEmpty()) {
            entry.aspects.clear();
            aspects.stream().map(SavedAspect::new).forEach(entry.aspects::add);
        }
    }
}
