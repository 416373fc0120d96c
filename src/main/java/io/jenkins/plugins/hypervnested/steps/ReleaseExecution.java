package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.journal.Holdings;
import io.jenkins.plugins.hypervnested.journal.Release;
import io.jenkins.plugins.hypervnested.journal.Released;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Gives back what a run holds. What is saved with the program is what the step was asked; what it gave back already is in the
 * journal, under the id of the step.
 */
final class ReleaseExecution extends StepExecution implements GivingBack.Listener {

    private static final long serialVersionUID = 1;

    private final String id = UUID.randomUUID().toString();
    private final String host;
    private final String vm;
    private final RollbackFailure onRollbackFailure;
    private final long timeoutMillis;
    private long deadlineMillis;

    private transient GivingBack givingBack;
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
        GivingBack begun = new GivingBack(
                listener -> Release.of(id, run(), which(), listener),
                Instant.ofEpochMilli(deadlineMillis),
                Duration.ofMillis(timeoutMillis),
                this);
        synchronized (this) {
            givingBack = begun;
        }
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
    public void begins(List<String> names) {
        say("", names.isEmpty() ? Messages.Release_nothing() : Messages.Release_begins(String.join(", ", names)));
    }

    @Override
    public void over(Released end, Exception trouble) {
        if (!end()) {
            return;
        }
        if (end == null) {
            if (trouble instanceof AbortException) {
                sayWhatGoesOn();
            }
            getContext().onFailure(trouble);
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
        Throwable trouble = Unstable.make(getContext());
        if (trouble == null) {
            getContext().onSuccess(result.asMap());
        } else {
            getContext().onFailure(trouble);
        }
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        AgentThreads.aborts().execute(() -> leave(cause));
    }

    /** What is under way goes on. */
    private void leave(Throwable cause) {
        if (end()) {
            sayWhatGoesOn();
            getContext().onFailure(cause);
        }
    }

    private void sayWhatGoesOn() {
        GivingBack left;
        synchronized (this) {
            left = givingBack;
        }
        boolean goesOn = left != null && left.leave();
        say("", goesOn ? Messages.Release_goesOn() : Messages.Release_notBegun());
    }

    /** {@return whether this is its end, and it had none} */
    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    @Override
    public String getStatus() {
        GivingBack running;
        synchronized (this) {
            running = givingBack;
        }
        return Messages.Release_status(running == null ? "" : running.names());
    }
}
