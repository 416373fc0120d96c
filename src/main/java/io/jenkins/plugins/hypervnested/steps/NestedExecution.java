package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.CallListener;
import io.jenkins.plugins.hypervnested.journal.CallResult;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.StepCall;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that goes on. What is saved with the program is what the step was asked and the ids of its entries; everything else is in
 * the journal. Nothing is done on the thread that runs the program.
 */
final class NestedExecution extends StepExecution implements CallListener {

    private static final long serialVersionUID = 1;

    /** An abort ends within two seconds, confirmed or not. */
    private static final long CONFIRMATION_MILLIS = 1700;

    private final StepArguments arguments;
    private final ArrayList<String> entryIds = new ArrayList<>();
    private long deadlineMillis;

    private transient StepCall call;
    private transient Throwable stopCause;
    private transient boolean over;

    NestedExecution(StepContext context, StepArguments arguments) {
        super(context);
        this.arguments = arguments;
        // made before anything is saved, so that going on after a restart means the same entries
        arguments.vms().forEach(vm -> entryIds.add(UUID.randomUUID().toString()));
    }

    @Override
    public boolean start() {
        deadlineMillis = Instant.now().plus(arguments.timeout()).toEpochMilli();
        await(false);
        return false;
    }

    @Override
    public void onResume() {
        await(true);
    }

    private void await(boolean resumed) {
        HomeCheck.await(
                this::isStopped,
                journal -> true,
                this::say,
                () -> begin(resumed),
                cause -> withdrawAndFail(resumed, cause));
    }

    /** A step that was stopped ends by itself; what an earlier start of Jenkins sent for it nobody goes on with either. */
    private void withdrawAndFail(boolean resumed, Exception cause) {
        Journal.get().withdraw(entryIds, resumed);
        if (!isStopped()) {
            fail(cause);
        }
    }

    private void begin(boolean resumed) {
        Journal journal = Journal.get();
        try {
            begin(Beginning.of(ask(), journal, resumed, this));
        } catch (IOException | RuntimeException e) {
            journal.withdraw(entryIds, resumed);
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.withdraw(entryIds, resumed);
            fail(e);
        }
    }

    /** A step that was stopped while it began sends nothing. */
    private void begin(StepCall begun) {
        boolean late;
        synchronized (this) {
            call = begun;
            late = stopCause != null;
        }
        if (late) {
            begun.cancel();
        } else {
            begun.begin();
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        StepCall running;
        synchronized (this) {
            if (over) {
                return;
            }
            stopCause = cause;
            running = call;
        }
        if (running == null) {
            AgentThreads.aborts().execute(this::stopped);
        } else {
            AgentThreads.pool().execute(running::cancel);
            AgentThreads.shared()
                    .schedule(
                            () -> AgentThreads.aborts().execute(this::stopped),
                            CONFIRMATION_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void stopped() {
        Throwable cause;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cause = stopCause;
        }
        if (arguments.isRecorded()) {
            Leftovers.say(entryIds, this::say);
        }
        getContext().onFailure(cause);
    }

    @Override
    public void say(String vm, String text) {
        BuildLog.say(getContext(), vm, text);
    }

    @Override
    public void finished(CallResult result) {
        synchronized (this) {
            if (stopCause == null) {
                if (over) {
                    return;
                }
                over = true;
            }
        }
        if (isStopped()) {
            stopped();
            return;
        }
        StepResult made = new StepResult(arguments, result);
        made.lines().forEach(line -> say("", line));
        String failure = made.failure();
        if (failure != null && arguments.isFailFast()) {
            getContext().onFailure(new AbortException(failure));
        } else {
            getContext().onSuccess(made.asMap());
        }
    }

    private synchronized boolean isStopped() {
        return stopCause != null;
    }

    private void fail(Throwable cause) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        getContext().onFailure(cause);
    }

    @Override
    public String getStatus() {
        String vms = String.join(", ", arguments.vms());
        return vms.isEmpty()
                ? Messages.NestedExecution_statusOfHost(arguments.host())
                : Messages.NestedExecution_status(vms, arguments.host());
    }

    private Ask ask() throws IOException, InterruptedException {
        return new Ask(
                arguments,
                entryIds,
                Instant.ofEpochMilli(deadlineMillis),
                getContext().get(Run.class),
                getContext().get(Node.class),
                null);
    }
}
