package io.jenkins.plugins.hypervnested.steps;

import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Tells a block of its body. Saved with the program, as the block is. */
final class BlockBody extends BodyExecutionCallback {

    private static final long serialVersionUID = 1;

    private final WithNestedExecution execution;

    BlockBody(WithNestedExecution execution) {
        this.execution = execution;
    }

    @Override
    public void onStart(StepContext context) {
        execution.bodyBegan();
    }

    @Override
    public void onSuccess(StepContext context, Object result) {
        execution.bodyEnded(result, null);
    }

    @Override
    public void onFailure(StepContext context, Throwable why) {
        execution.bodyEnded(null, why);
    }
}
