package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One request for several who wait, each of another VM; what comes back goes to the one it is of. */
final class Batch implements OperationListener {

    private final Map<String, Waiter> waiters = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Consumer<Batch> over;
    private OperationHandle handle;
    private boolean unneeded;

    Batch(List<Waiter> group, InstantSource clock, Consumer<Batch> over) {
        group.forEach(waiter -> waiters.put(waiter.target().holder().entry(), waiter));
        this.clock = clock;
        this.over = over;
    }

    void start(OperationStarter starter, Instant now) {
        StepCall call = waiters.values().iterator().next().call();
        CallOrder first = call.order();
        Duration left = waiters.values().stream()
                .map(waiter -> Duration.between(now, waiter.call().order().deadline()))
                .max(Duration::compareTo)
                .orElseThrow();
        List<Target> targets = waiters.values().stream().map(Waiter::target).toList();
        Request request = call.request(targets, left);
        OperationHandle started = starter.start(
                new OperationOrder(
                        first.host().id(),
                        first.host().name(),
                        first.preferredAgents(),
                        request,
                        first.logins(),
                        Duration.ZERO),
                this);
        boolean late;
        synchronized (this) {
            handle = started;
            late = unneeded;
        }
        if (late) {
            started.cancel();
        }
    }

    /** Ends it when nobody of it waits any more. Others may be at work in it, so one who leaves does not end it. */
    void endUnlessNeeded(Predicate<StepCall> needed) {
        OperationHandle running;
        synchronized (this) {
            unneeded = waiters.values().stream().map(Waiter::call).noneMatch(needed);
            running = unneeded ? handle : null;
        }
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void sending(String agent) {
        // which agent it is matters when something is joined, and then the entry of the first request knows one
    }

    @Override
    public void progress(String vm, String text) {
        calls().stream()
                .filter(call -> vm.isEmpty() || waiters.values().stream().anyMatch(w -> w.call() == call && w.isOf(vm)))
                .forEach(call -> call.sayOnce(vm, text));
    }

    @Override
    public void joined(Joined joined) {
        Waiter waiter = waiters.get(joined.entry());
        if (waiter != null) {
            waiter.call().joined(joined);
        }
    }

    @Override
    public void ended(Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.DONE) {
            for (VmResult vm : outcome.result().vms()) {
                waiters.get(vm.entry()).call().settle(vm, outcome.result().machine());
            }
            calls().forEach(StepCall::finishWhenComplete);
        } else if (outcome.isNeverSent() || outcome.kind() == Outcome.Kind.CANCELLED) {
            // nothing is lost by asking again, as long as the step's timeout lets us
            Instant again = clock.instant().plus(WaitingRoom.ASK_AGAIN);
            waiters.values().forEach(waiter -> waiter.askAgainAt(again));
        } else {
            calls().forEach(call -> call.finish(outcome));
        }
        over.accept(this);
    }

    private Set<StepCall> calls() {
        Set<StepCall> calls = new LinkedHashSet<>();
        waiters.values().forEach(waiter -> calls.add(waiter.call()));
        return calls;
    }
}
