package io.jenkins.plugins.hypervnested.steps;

import hudson.AbortException;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Result;
import io.jenkins.plugins.hypervnested.journal.Release;
import io.jenkins.plugins.hypervnested.journal.Released;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What a build that is no Pipeline holds: its own thread takes it and gives it back, and waits for that. */
final class BuildHolding implements Preparation.Listener, GivingBack.Listener {

    private final Block block;
    private final AbstractBuild<?, ?> build;
    private final BuildListener listener;
    private final CompletableFuture<Throwable> taken = new CompletableFuture<>();
    /** What could not be given back, a line for each; empty when everything was. */
    private final CompletableFuture<String> givenBack = new CompletableFuture<>();

    private GivingBack givingBack;

    BuildHolding(Block block, AbstractBuild<?, ?> build, BuildListener listener) {
        this.block = block;
        this.build = build;
        this.listener = listener;
    }

    /**
     * Takes everything. Where that fails or is interrupted, what was taken is given back first.
     *
     * @throws AbortException why it was not taken
     */
    void take() throws IOException, InterruptedException {
        block.begins();
        Preparation preparation = new Preparation(block, build, build.getBuiltOn(), false, this);
        preparation.begin();
        try {
            Throwable failure = get(taken);
            if (failure != null) {
                giveBack();
                throw failure instanceof AbortException abort ? abort : new IOException(failure);
            }
        } catch (InterruptedException e) {
            say("", Messages.WithNested_stopped());
            preparation.cancel();
            giveBackAfterAbort();
            throw e;
        }
    }

    private void giveBackAfterAbort() {
        try {
            get(taken);
            giveBack();
        } catch (InterruptedException e) {
            sayWhatGoesOn();
        }
    }

    /**
     * Gives everything back.
     *
     * @return whether the build may be what it is; false when something could not be given back, and the build is to fail for that
     */
    boolean giveBack() {
        block.ends();
        givingBack = new GivingBack(
                to -> Release.ofBlock(block.id(), build, to), block.rollbackUntil(), block.rollbackTimeout(), this);
        givingBack.begin();
        try {
            String failure = get(givenBack);
            failure.lines().forEach(line -> say("", line));
            return failure.isEmpty() || mayPass();
        } catch (InterruptedException e) {
            sayWhatGoesOn();
            build.setResult(Result.ABORTED);
            return true;
        }
    }

    private boolean mayPass() {
        if (block.onRollbackFailure() == RollbackFailure.UNSTABLE) {
            build.setResult(Result.UNSTABLE);
        }
        return block.onRollbackFailure() != RollbackFailure.FAIL;
    }

    private void sayWhatGoesOn() {
        if (givingBack == null) {
            Leftovers.say(block.entryIds(), this::say);
        } else {
            say("", givingBack.leave() ? Messages.Release_goesOn() : Messages.Release_notBegun());
        }
    }

    private static <T> T get(CompletableFuture<T> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void say(String vm, String text) {
        listener.getLogger().println(BuildLog.line(vm, text));
    }

    @Override
    public void cameOn() {
        // a build that is interrupted by a restart does not go on
    }

    @Override
    public void prepared(Throwable failure) {
        taken.complete(failure);
    }

    @Override
    public void begins(List<String> names) {
        say("", names.isEmpty() ? Messages.WithNested_nothing() : Messages.BuildHolding_ends(String.join(", ", names)));
    }

    @Override
    public void over(Released end, Exception trouble) {
        String failure = trouble == null ? new ReleaseResult(end).failure() : String.valueOf(trouble.getMessage());
        givenBack.complete(failure == null ? "" : failure);
    }
}
