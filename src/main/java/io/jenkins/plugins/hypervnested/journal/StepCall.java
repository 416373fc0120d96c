package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One call of a step, followed until each of its VMs has an end, whatever waits in between. Keeps its entries up to date. Holds no
 * thread: it is driven by the ticks of its {@link WaitingRoom} and by what comes back.
 */
public final class StepCall {

    /** How long an operation may take beyond the call's deadline before it is ended from here. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private enum Phase {
        /** Waits until earlier operations on its VMs are over. */
        TURN,
        /** All VMs are asked for at once. */
        ASKING,
        /** All that is left waits for other runs. */
        WAITING,
        OVER
    }

    private final CallOrder order;
    private final CallEntries entries;
    private final OperationStarter starter;
    private final WaitingRoom room;
    private final CallListener listener;
    private final CallLog log;

    private final Map<String, VmResult> ended = new LinkedHashMap<>();
    private final Map<String, Waiter> waiters = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private Phase phase = Phase.TURN;
    private boolean cancelled;
    private boolean overdue;
    private OperationHandle handle;

    public StepCall(
            CallOrder order, Journal journal, OperationStarter starter, WaitingRoom room, CallListener listener) {
        this.order = order;
        this.entries = new CallEntries(order, journal);
        this.starter = starter;
        this.room = room;
        this.listener = listener;
        this.log = new CallLog(listener);
    }

    /** Begins; returns at once. */
    public void begin() {
        room.enter(this);
    }

    /** Asks it to end. The listener hears of the end when that is confirmed; what is held stays open in the journal. */
    public void cancel() {
        OperationHandle running;
        Phase then;
        synchronized (this) {
            cancelled = true;
            running = handle;
            then = phase;
        }
        if (running != null) {
            running.cancel();
        } else if (then != Phase.ASKING) {
            entries.neverSentIf(then == Phase.TURN);
            finish(Outcome.cancelled());
        }
    }

    CallOrder order() {
        return order;
    }

    /** Looks what can go on. Called every second, and when it enters. */
    void tick(Instant now) {
        Phase then;
        synchronized (this) {
            then = phase;
        }
        log.begun(now);
        if (then != Phase.OVER && now.isAfter(order.deadline())) {
            beOverdue(now);
        } else if (then == Phase.TURN) {
            takeTurn(now);
        } else if (then == Phase.WAITING) {
            sayWhoIsWaitedFor(now);
        } else if (then == Phase.ASKING) {
            log.breakSilence(now);
        }
    }

    private void beOverdue(Instant now) {
        OperationHandle running;
        Phase then;
        boolean idle;
        synchronized (this) {
            // from now on its turn does not come any more
            overdue = true;
            running = handle;
            then = phase;
            idle = then == Phase.TURN
                    || then == Phase.WAITING && waiters.values().stream().noneMatch(Waiter::isAsking);
        }
        boolean afterGrace = now.isAfter(order.deadline().plus(GRACE));
        if (running != null && afterGrace) {
            running.cancel();
        } else if (running == null && (idle || afterGrace)) {
            entries.neverSentIf(then == Phase.TURN);
            finish(Outcome.failed(Tardiness.failure(order, waitedFor())));
        }
    }

    private void takeTurn(Instant now) {
        if (!entries.mayBegin()) {
            if (!entries.isStarting()) {
                log.waits(now, "", Messages.StepCall_notActing());
            }
            return;
        }
        List<JournalEntry> before = entries.blockers();
        if (!before.isEmpty()) {
            log.waits(now, before.get(0).getShownName(), Messages.StepCall_waitsForTurn(before.get(0).shownAs));
            return;
        }
        synchronized (this) {
            if (phase != Phase.TURN || cancelled || overdue) {
                return;
            }
            phase = Phase.ASKING;
        }
        log.isQuiet(now, Messages.StepCall_noAgentYet(order.host().name()));
        ask(Duration.between(now, order.deadline()));
    }

    private void ask(Duration left) {
        Request request = request(order.targets(), left);
        OperationHandle started = starter.start(
                new OperationOrder(
                        order.host().id(), order.host().name(), order.preferredAgents(), request, order.logins(), left),
                new DirectAsk(this, entries));
        boolean late;
        synchronized (this) {
            handle = phase == Phase.ASKING ? started : null;
            late = cancelled || phase == Phase.OVER;
        }
        if (late) {
            started.cancel();
        }
    }

    Request request(List<Target> which, Duration left) {
        return order.request(which, left, entries.asker());
    }

    void directlyEnded(Outcome outcome) {
        synchronized (this) {
            handle = null;
        }
        if (outcome.kind() == Outcome.Kind.DONE) {
            settle(outcome.result());
        } else {
            finish(lateAs(outcome));
        }
    }

    /** An operation that we ended because it was late is late, not cancelled. */
    private synchronized Outcome lateAs(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.CANCELLED && overdue && !cancelled
                ? Outcome.failed(Tardiness.failure(order, ""))
                : outcome;
    }

    private void settle(Result result) {
        synchronized (this) {
            findings.addAll(result.findings());
            phase = phase == Phase.OVER ? Phase.OVER : Phase.WAITING;
        }
        result.vms().forEach(vm -> settle(vm, result.machine()));
        finishWhenComplete();
    }

    void sending(String agent) {
        entries.sendingThrough(agent);
        log.isQuiet(Instant.now(), Messages.StepCall_noWordYet(agent.isEmpty() ? "built-in" : agent));
    }

    void joined(Joined joined) {
        entries.joined(joined);
    }

    /** Takes what became of one VM: an end, or that it has to wait. */
    void settle(VmResult vm, MachineIdentity machine) {
        if (vm.end() == VmResult.End.WAITING) {
            await(vm);
            return;
        }
        Waiter waiter;
        synchronized (this) {
            waiter = waiters.remove(vm.entry());
            ended.put(vm.entry(), vm);
        }
        if (waiter != null) {
            room.dismiss(waiter);
        }
        entries.settled(vm, machine, waiter != null && waiter.isHeld());
    }

    private void await(VmResult vm) {
        Target target = order.targets().stream()
                .filter(t -> t.holder().entry().equals(vm.entry()))
                .findFirst()
                .orElseThrow();
        Waiter waiter;
        synchronized (this) {
            waiter = waiters.computeIfAbsent(vm.entry(), entry -> new Waiter(this, target));
        }
        waiter.waits(vm);
        room.await(waiter);
    }

    void finishWhenComplete() {
        boolean complete;
        boolean aborted;
        synchronized (this) {
            complete = ended.size() == order.targets().size();
            aborted = cancelled;
        }
        if (complete || aborted) {
            finish(aborted ? Outcome.cancelled() : null);
        }
    }

    /** @param trouble why some VM has no end of its own; null when each has */
    void finish(Outcome trouble) {
        CallResult result;
        synchronized (this) {
            if (phase == Phase.OVER) {
                return;
            }
            phase = Phase.OVER;
            entries.heed(trouble == null ? null : trouble.failure());
            List<VmResult> inOrder = order.targets().stream()
                    .map(target -> ended.get(target.holder().entry()))
                    .filter(vm -> vm != null)
                    .toList();
            result = new CallResult(findings, inOrder, trouble);
        }
        room.leave(this);
        entries.over();
        listener.finished(result);
    }

    private void sayWhoIsWaitedFor(Instant now) {
        String who = waitedFor();
        if (!who.isEmpty()) {
            log.waits(now, "", who);
        }
    }

    private synchronized String waitedFor() {
        return waiters.values().stream().map(Waiter::sentence).collect(Collectors.joining("; "));
    }

    /** Says what no earlier asking said: who waits is asked again and again, and would repeat all findings. */
    void sayOnce(String vm, String text) {
        boolean again;
        synchronized (this) {
            again = phase == Phase.WAITING;
        }
        log.say(vm, text, again);
    }
}
