package io.jenkins.plugins.hypervnested.steps;

import hudson.model.Result;
import hudson.model.Run;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A run that goes on, and is unstable. */
final class Unstable {

    private Unstable() {}

    /** Makes the run of a step unstable. {@return why that could not be done; null when it was} */
    static Throwable make(StepContext context) {
        try {
            context.get(Run.class).setResult(Result.UNSTABLE);
            return null;
        } catch (IOException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }
}
