package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Exposes the virtualization extensions to VMs, until the run ends. */
public final class HypervNestedEnableStep extends VmChangeStep {

    private boolean macSpoofing;

    @DataBoundConstructor
    public HypervNestedEnableStep(String host) {
        super(host);
    }

    /** {@return whether MAC address spoofing is allowed on all adapters as well, in the same restart} */
    public boolean isMacSpoofing() {
        return macSpoofing;
    }

    @DataBoundSetter
    public void setMacSpoofing(boolean macSpoofing) {
        this.macSpoofing = macSpoofing;
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.ENABLE;
    }

    @Override
    Options.Spoofing spoofing() {
        return macSpoofing ? Options.Spoofing.ON_ALL : null;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends VmChangeStepDescriptor {

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
