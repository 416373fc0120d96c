package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** Reads prerequisites and state of VMs; changes nothing. */
public final class HypervNestedCheckStep extends NestedStep {

    @DataBoundConstructor
    public HypervNestedCheckStep(String host) {
        super(host);
    }

    @Override
    StepArguments arguments() {
        return StepArguments.of(this);
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends NestedStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedCheck";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedCheckStep_DisplayName();
        }
    }
}
