package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.stapler.DataBoundConstructor;

/** Exposes the virtualization extensions to VMs, until the run ends. */
public final class HypervNestedEnableStep extends ChangeStep {

    @DataBoundConstructor
    public HypervNestedEnableStep(String host) {
        super(host);
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.ENABLE;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends ChangeStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedEnable";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedEnableStep_DisplayName();
        }
    }
}
