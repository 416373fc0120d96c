package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where calls are that have not ended, and where those VMs wait that another run stands before. One timer for all; every fifteen
 * seconds each machine is asked once for all who wait for it, in the order in which they came.
 */
@Extension
public final class WaitingRoom {

    private static final Logger LOGGER = Logger.getLogger(WaitingRoom.class.getName());

    static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private final Supplier<OperationStarter> starter;
    private final Supplier<ScheduledExecutorService> timer;
    private final Supplier<Executor> pool;
    private final InstantSource clock;
    private final Set<StepCall> calls = new LinkedHashSet<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<Batch> asking = new ConcurrentLinkedQueue<>();
    private ScheduledFuture<?> ticking;

    /** For Jenkins. */
    public WaitingRoom() {
        this(AgentOperations::get, AgentThreads::shared, AgentThreads::pool, InstantSource.system());
    }

    WaitingRoom(
            Supplier<OperationStarter> starter,
            Supplier<ScheduledExecutorService> timer,
            Supplier<Executor> pool,
            InstantSource clock) {
        this.starter = starter;
        this.timer = timer;
        this.pool = pool;
        this.clock = clock;
    }

    public static WaitingRoom get() {
        return ExtensionList.lookupSingleton(WaitingRoom.class);
    }

    void enter(StepCall call) {
        synchronized (this) {
            calls.add(call);
            if (ticking == null) {
                ticking = timer.get()
                        .scheduleWithFixedDelay(() -> pool.get().execute(this::tickNow), 1, 1, TimeUnit.SECONDS);
            }
        }
        pool.get().execute(() -> call.tick(clock.instant()));
    }

    void leave(StepCall call) {
        synchronized (this) {
            calls.remove(call);
            waiters.removeIf(waiter -> waiter.call() == call);
            if (calls.isEmpty() && ticking != null) {
                ticking.cancel(false);
                ticking = null;
            }
        }
        asking.forEach(batch -> batch.endUnlessNeeded(this::isNeeded));
    }

    private synchronized boolean isNeeded(StepCall call) {
        return calls.contains(call);
    }

    void await(Waiter waiter) {
        waiter.askAgainAt(clock.instant().plus(ASK_AGAIN));
        synchronized (this) {
            if (calls.contains(waiter.call())) {
                waiters.add(waiter);
            }
        }
    }

    /** That VM waits no more. */
    synchronized void dismiss(Waiter waiter) {
        waiters.remove(waiter);
    }

    private void tickNow() {
        tick(clock.instant());
    }

    void tick(Instant now) {
        List<StepCall> open;
        synchronized (this) {
            open = new ArrayList<>(calls);
        }
        for (StepCall call : open) {
            try {
                call.tick(now);
            } catch (RuntimeException e) {
                // one that breaks must not stop the timer of all
                LOGGER.log(Level.WARNING, "a step's call could not go on", e);
            }
        }
        askForDue(now);
    }

    private void askForDue(Instant now) {
        Map<Object, List<Waiter>> groups = new LinkedHashMap<>();
        synchronized (this) {
            Set<String> busy = new HashSet<>();
            waiters.stream().filter(Waiter::isAsking).map(Waiter::subject).forEach(busy::add);
            for (Waiter waiter : waiters) {
                if (waiter.isDue(now) && busy.add(waiter.subject())) {
                    groups.computeIfAbsent(keyOf(waiter), key -> new ArrayList<>())
                            .add(waiter);
                    waiter.asks();
                }
            }
        }
        for (List<Waiter> group : groups.values()) {
            Batch batch = new Batch(group, clock, this::over);
            asking.add(batch);
            batch.start(starter.get(), now);
        }
    }

    private void over(Batch batch) {
        asking.remove(batch);
        // others may wait behind those who were asked
        pool.get().execute(() -> askForDue(clock.instant()));
    }

    /** Those of the same key can be asked for in one request; what is wanted inside a machine is asked for alone. */
    private static Object keyOf(Waiter waiter) {
        CallOrder order = waiter.call().order();
        if (order.options().inside() != null) {
            return waiter;
        }
        return new Key(order.host().id(), order.kind(), order.options().withTimeout(Duration.ZERO), order.allowedVms());
    }

    private record Key(String host, Request.Kind kind, Options options, NameRules allowedVms) {}
}
