package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.journal.CallListener;
import io.jenkins.plugins.hypervnested.journal.CallResult;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.StepCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Takes what a block wants: all machines side by side, of each one call after the other. When one fails, the others are ended. Holds
 * no thread.
 */
final class Preparation {

    /** Hears how it goes on; from threads that are not to be kept. */
    interface Listener {

        /** A line for the build log. */
        void say(String vm, String text);

        /** A call is done: worth to be saved. */
        void cameOn();

        /**
         * It is over, and nothing of it goes on; called once, and last. What was taken before a failure is held.
         *
         * @param failure why not everything was taken; null when it was
         */
        void prepared(@CheckForNull Throwable failure);
    }

    private final Block block;
    private final Run<?, ?> run;
    private final Node node;
    private final boolean resumed;
    private final Listener listener;

    private final Set<Object> goingOn = new LinkedHashSet<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean cancelled;
    private boolean over;

    Preparation(Block block, Run<?, ?> run, @CheckForNull Node node, boolean resumed, Listener listener) {
        this.block = block;
        this.run = run;
        this.node = node;
        this.resumed = resumed;
        this.listener = listener;
    }

    /** Begins; the listener may hear of the end before this returns. */
    void begin() {
        goingOn.add(this);
        HomeCheck.await(this::isEnding, journal -> true, listener::say, this::takeAll, this::notOurs);
    }

    private void takeAll() {
        block.calls().forEach(this::take);
        over(this, null);
    }

    private void notOurs(Exception why) {
        // entries are there only where an earlier start of Jenkins has made them
        Journal.get().withdraw(block.entryIds(), true);
        over(this, isEnding() ? null : why);
    }

    /** Asks it to end; the listener hears when it has. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
        }
        endAll();
    }

    private void endAll() {
        List<StepCall> running = new ArrayList<>();
        synchronized (this) {
            for (Object each : goingOn) {
                if (each instanceof Taking taking && taking.made != null) {
                    running.add(taking.made);
                }
            }
        }
        running.forEach(StepCall::cancel);
    }

    private synchronized boolean isEnding() {
        return cancelled || !failures.isEmpty();
    }

    private void take(BlockCall call) {
        if (call.isDone()) {
            call.next().forEach(this::take);
            return;
        }
        Taking taking = new Taking(call);
        boolean late;
        synchronized (this) {
            late = isEnding();
            if (!late) {
                goingOn.add(taking);
            }
        }
        if (late) {
            // giving back would wait for what an earlier start of Jenkins sent for it, and nobody goes on with that
            Journal.get().withdraw(call.entryIds(), true);
            return;
        }
        begin(call, taking);
    }

    private void begin(BlockCall call, Taking taking) {
        try {
            StepCall made = Beginning.of(block.ask(call, run, node), Journal.get(), resumed, taking);
            boolean late;
            synchronized (this) {
                taking.made = made;
                late = isEnding();
            }
            if (late) {
                made.cancel();
            } else {
                made.begin();
            }
        } catch (IOException | RuntimeException e) {
            Journal.get().withdraw(call.entryIds(), resumed);
            over(taking, e);
        }
    }

    private void over(Object which, @CheckForNull Throwable failure) {
        boolean last;
        synchronized (this) {
            goingOn.remove(which);
            if (failure != null) {
                failures.add(failure);
            }
            last = goingOn.isEmpty() && !over;
            over |= last;
        }
        if (last) {
            listener.prepared(whole());
        } else if (failure != null) {
            endAll();
        }
    }

    private synchronized Throwable whole() {
        if (failures.isEmpty()) {
            return cancelled ? new CancellationException() : null;
        }
        return failures.size() == 1
                ? failures.get(0)
                : new AbortException(failures.stream()
                        .map(each -> each.getMessage() == null ? each.toString() : each.getMessage())
                        .collect(Collectors.joining("\n")));
    }

    /** One call that goes on. */
    private final class Taking implements CallListener {

        private final BlockCall call;
        private StepCall made;

        Taking(BlockCall call) {
            this.call = call;
        }

        @Override
        public void say(String vm, String text) {
            listener.say(vm, text);
        }

        @Override
        public void finished(CallResult result) {
            StepResult end = new StepResult(call.arguments(), result);
            end.lines().forEach(line -> listener.say("", line));
            Outcome trouble = result.trouble();
            if (trouble != null && trouble.kind() == Outcome.Kind.CANCELLED && isEnding()) {
                over(this, null);
                return;
            }
            String failure = end.failure();
            if (failure == null) {
                call.isNowDone();
                listener.cameOn();
                call.next().forEach(Preparation.this::take);
            }
            over(this, failure == null ? null : new AbortException(failure));
        }
    }
}
