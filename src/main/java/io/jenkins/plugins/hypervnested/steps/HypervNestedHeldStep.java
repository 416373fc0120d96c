package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.journal.Holdings;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.io.IOException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Tells what the run holds now. Asks the journal, and no machine. */
public final class HypervNestedHeldStep extends Step {

    @DataBoundConstructor
    public HypervNestedHeldStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        Execution(StepContext context) {
            super(context);
        }

        @Override
        public boolean start() throws IOException, InterruptedException {
            Run<?, ?> run = getContext().get(Run.class);
            getContext().onSuccess(Holdings.told(Journal.get().entriesOf(run)));
            return true;
        }
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedHeld";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedHeldStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class);
        }
    }
}
