package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.journal.Holdings;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.Release;
import io.jenkins.plugins.hypervnested.journal.Released;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Gives back what a run holds, and waits without a thread. What is saved with the program is what the step was asked; what it gave
 * back already is in the journal, under the id of the step.
 */
final class ReleaseExecution extends StepExecution implements Release.Listener {

    private static final long serialVersionUID = 1;

    private final String id = UUID.randomUUID().toString();
    private final String host;
    private final String vm;
    private final RollbackFailure onRollbackFailure;
    private final long timeoutMillis;
    private long deadlineMillis;

    private transient Release release;
    private transient ScheduledFuture<?> bound;
    private transient boolean over;

    ReleaseExecution(
            StepContext context, String host, String vm, RollbackFailure onRollbackFailure, long timeoutMillis) {
        super(context);
        this.host = host;
        this.vm = vm;
        this.onRollbackFailure = onRollbackFailure;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public boolean start() {
        deadlineMillis = System.currentTimeMillis() + timeoutMillis;
        goOn();
        return false;
    }

    @Override
    public void onResume() {
        goOn();
    }

    private void goOn() {
        long left = Math.max(0, deadlineMillis - System.currentTimeMillis());
        synchronized (this) {
            bound = AgentThreads.shared()
                    .schedule(() -> AgentThreads.aborts().execute(this::late), left, TimeUnit.MILLISECONDS);
        }
        Instant giveUp = HomeCheck.giveUp();
        AgentThreads.pool().execute(() -> begin(giveUp));
    }

    private void begin(Instant giveUp) {
        try {
            Journal journal = Journal.get();
            if (HomeCheck.isOurs(journal, giveUp) && journal.mayAct()) {
                begin();
            } else if (!isOver()) {
                AgentThreads.shared()
                        .schedule(
                                () -> AgentThreads.pool().execute(() -> begin(giveUp)),
                                HomeCheck.LOOK_AGAIN_SECONDS,
                                TimeUnit.SECONDS);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        Release begun = Release.of(id, run(), which(), this);
        List<String> names = begun.names();
        synchronized (this) {
            if (over) {
                return;
            }
            release = begun;
        }
        say("", names.isEmpty() ? Messages.Release_nothing() : Messages.Release_begins(String.join(", ", names)));
        begun.begin();
    }

    private Run<?, ?> run() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    private Holdings.Which which() {
        String hostId = host == null
                ? null
                : HypervNestedConfiguration.get()
                        .findHost(host)
                        .map(HypervHost::getId)
                        .orElse(null);
        return new Holdings.Which(hostId, host, vm);
    }

    @Override
    public void say(String name, String text) {
        BuildLog.say(getContext(), name, text);
    }

    @Override
    public void released(Released end) {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            // agents are lost as Jenkins goes down: the step goes on after the start, and tries what got stuck again
            return;
        }
        if (!end()) {
            return;
        }
        ReleaseResult result = new ReleaseResult(end);
        String failure = result.failure();
        if (failure == null) {
            getContext().onSuccess(result.asMap());
            return;
        }
        switch (onRollbackFailure) {
            case FAIL -> getContext().onFailure(new AbortException(failure));
            case UNSTABLE -> unstable(result);
            case IGNORE -> {
                failure.lines().forEach(line -> say("", line));
                getContext().onSuccess(result.asMap());
            }
        }
    }

    private void unstable(ReleaseResult result) {
        result.failure().lines().forEach(line -> say("", line));
        try {
            run().setResult(Result.UNSTABLE);
            getContext().onSuccess(result.asMap());
        } catch (IOException e) {
            getContext().onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        AgentThreads.aborts().execute(() -> leave(cause));
    }

    private void late() {
        long minutes = Duration.ofMillis(timeoutMillis).toMinutes();
        leave(new AbortException(
                minutes > 0
                        ? Messages.Release_late(minutes)
                        : Messages.Release_lateSeconds(
                                Duration.ofMillis(timeoutMillis).toSeconds())));
    }

    /** What is under way goes on. */
    private void leave(Throwable cause) {
        if (!end()) {
            return;
        }
        Release left;
        synchronized (this) {
            left = release;
        }
        boolean goesOn = left != null && left.leave();
        say("", goesOn ? Messages.Release_goesOn() : Messages.Release_notBegun());
        getContext().onFailure(cause);
    }

    private void fail(Throwable cause) {
        if (end()) {
            getContext().onFailure(cause);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** {@return whether this is its end, and it had none} */
    private synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        bound.cancel(false);
        return true;
    }

    @Override
    public String getStatus() {
        Release running;
        synchronized (this) {
            running = release;
        }
        return Messages.Release_status(running == null ? "" : String.join(", ", running.names()));
    }
}
