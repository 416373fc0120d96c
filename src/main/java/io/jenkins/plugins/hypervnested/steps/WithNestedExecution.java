package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Node;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.Release;
import io.jenkins.plugins.hypervnested.journal.Released;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A block that goes on: it takes, its body runs, it gives back. What is saved with the program is how far it is, what it was asked,
 * the ids of its entries and how its body ended; the rest is in the journal. Nothing is done on the program's own thread.
 */
final class WithNestedExecution extends StepExecution implements Preparation.Listener, GivingBack.Listener {

    private static final long serialVersionUID = 1;

    private enum Phase {
        TAKING,
        /** Everything is held; the body has not begun, for all that is known. */
        HELD,
        BODY,
        GIVING_BACK
    }

    private final Block block;
    private Phase phase = Phase.TAKING;
    /** What the body gave; null when it gave nothing, and until it ends. */
    private Serializable given;
    /** Why the block fails, whatever comes of giving back; null while it does not. */
    private Throwable failure;

    private BodyExecution body;
    private transient Preparation preparation;
    private transient GivingBack givingBack;
    private transient boolean over;

    WithNestedExecution(StepContext context, Block block) {
        super(context);
        this.block = block;
    }

    @Override
    public boolean start() {
        block.begins();
        AgentThreads.pool().execute(() -> take(false));
        return false;
    }

    @Override
    public void onResume() {
        Phase then;
        synchronized (this) {
            then = phase;
        }
        switch (then) {
            case TAKING -> AgentThreads.pool().execute(() -> take(true));
            case HELD -> AgentThreads.pool().execute(this::beginBody);
            case BODY -> {
                // it goes on by itself
            }
            case GIVING_BACK -> AgentThreads.pool().execute(this::giveBack);
        }
    }

    private void take(boolean resumed) {
        try {
            Preparation begun = new Preparation(
                    block, getContext().get(Run.class), getContext().get(Node.class), resumed, this);
            boolean stopped;
            synchronized (this) {
                preparation = begun;
                stopped = failure != null;
            }
            if (!stopped) {
                begun.begin();
                return;
            }
            // it was stopped before this start of Jenkins, which sends nothing more
            Journal.get().withdraw(block.entryIds(), resumed);
            prepared(null);
        } catch (IOException | RuntimeException e) {
            prepared(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            prepared(e);
        }
    }

    @Override
    public void say(String vm, String text) {
        BuildLog.say(getContext(), vm, text);
    }

    @Override
    public void cameOn() {
        getContext().saveState();
    }

    @Override
    public void prepared(Throwable why) {
        boolean held;
        synchronized (this) {
            failure = failure == null ? why : failure;
            held = failure == null;
            phase = held ? Phase.HELD : Phase.GIVING_BACK;
            block.ends();
        }
        getContext().saveState();
        if (held) {
            beginBody();
        } else {
            giveBack();
        }
    }

    private void beginBody() {
        try {
            BodyExecution begun = getContext()
                    .newBodyInvoker()
                    .withContext(EnvironmentExpander.merge(
                            getContext().get(EnvironmentExpander.class),
                            EnvironmentExpander.constant(block.environment())))
                    .withCallback(new BlockBody(this))
                    .start();
            Throwable stopped;
            synchronized (this) {
                body = begun;
                stopped = phase == Phase.GIVING_BACK ? null : failure;
            }
            if (stopped != null) {
                begun.cancel(stopped);
            }
        } catch (IOException | RuntimeException e) {
            bodyEnded(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bodyEnded(null, e);
        }
    }

    synchronized void bodyBegan() {
        phase = Phase.BODY;
    }

    void bodyEnded(Object result, Throwable why) {
        synchronized (this) {
            phase = Phase.GIVING_BACK;
            body = null;
            given = result instanceof Serializable kept ? kept : null;
            failure = why;
            block.ends();
        }
        AgentThreads.pool().execute(this::giveBack);
    }

    private void giveBack() {
        GivingBack begun = new GivingBack(
                listener -> Release.ofBlock(block.id(), getContext().get(Run.class), listener),
                block.rollbackUntil(),
                block.rollbackTimeout(),
                this);
        synchronized (this) {
            if (over) {
                return;
            }
            givingBack = begun;
        }
        begun.begin();
    }

    @Override
    public void begins(List<String> names) {
        say("", names.isEmpty() ? Messages.WithNested_nothing() : Messages.WithNested_ends(String.join(", ", names)));
    }

    @Override
    public void over(Released end, Exception trouble) {
        if (!end()) {
            return;
        }
        String text = trouble == null ? new ReleaseResult(end).failure() : trouble.getMessage();
        if (trouble != null) {
            sayWhatGoesOn();
        }
        if (trouble == null && text == null) {
            finish();
        } else {
            finish(new AbortException(text == null ? trouble.toString() : text));
        }
    }

    private void finish() {
        Throwable why = failure();
        Serializable result;
        synchronized (this) {
            result = given;
        }
        if (why == null) {
            getContext().onSuccess(result);
        } else {
            getContext().onFailure(why);
        }
    }

    /** The body's own failure wins. */
    private void finish(AbortException notGivenBack) {
        Throwable own = failure();
        if (own == null && block.onRollbackFailure() == RollbackFailure.FAIL) {
            fails(notGivenBack);
        } else {
            notGivenBack.getMessage().lines().forEach(line -> say("", line));
        }
        if (own != null) {
            own.addSuppressed(notGivenBack);
        } else if (block.onRollbackFailure() == RollbackFailure.UNSTABLE) {
            fails(Unstable.make(getContext()));
        }
        finish();
    }

    private synchronized Throwable failure() {
        return failure;
    }

    private synchronized void fails(Throwable why) {
        failure = why;
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        AgentThreads.aborts().execute(() -> stopNow(cause));
    }

    /** While it takes, what was taken is given back first; while it gives back, it is not waited for any more. */
    private void stopNow(Throwable cause) {
        Preparation taking;
        BodyExecution running;
        boolean leaves;
        synchronized (this) {
            leaves = phase == Phase.GIVING_BACK || phase == Phase.TAKING && failure != null;
            taking = phase == Phase.TAKING ? preparation : null;
            running = body;
            failure = failure == null ? cause : failure;
        }
        if (leaves) {
            leave();
        } else if (running != null) {
            running.cancel(cause);
        } else if (taking != null) {
            say("", Messages.WithNested_stopped());
            taking.cancel();
        }
    }

    private void leave() {
        if (end()) {
            sayWhatGoesOn();
            getContext().onFailure(failure());
        }
    }

    private void sayWhatGoesOn() {
        GivingBack left;
        synchronized (this) {
            left = givingBack;
        }
        boolean goesOn = left != null && left.leave();
        if (left == null) {
            Leftovers.say(block.entryIds(), this::say);
        } else {
            say("", goesOn ? Messages.Release_goesOn() : Messages.Release_notBegun());
        }
    }

    /** {@return whether this is its end, and it had none} */
    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    @Override
    public synchronized String getStatus() {
        return switch (phase) {
            case TAKING -> Messages.WithNested_statusTaking(block.names());
            case HELD, BODY -> Messages.WithNested_statusHeld(block.names());
            case GIVING_BACK -> Messages.Release_status(block.names());
        };
    }
}
