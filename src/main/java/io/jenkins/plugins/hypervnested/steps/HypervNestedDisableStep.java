package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.stapler.DataBoundConstructor;

/** Hides the virtualization extensions from VMs, until the run ends. */
public final class HypervNestedDisableStep extends VmChangeStep {

    @DataBoundConstructor
    public HypervNestedDisableStep(String host) {
        super(host);
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.DISABLE;
    }

    @Override
    Options.Spoofing spoofing() {
        return null;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends VmChangeStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedDisable";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedDisableStep_DisplayName();
        }
    }
}
