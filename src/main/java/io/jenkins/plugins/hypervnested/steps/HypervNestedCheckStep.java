package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Reads prerequisites and state of VMs; changes nothing. */
public final class HypervNestedCheckStep extends NestedStep implements SeveralVms {

    private List<String> vms;
    private int guestBuild;

    @DataBoundConstructor
    public HypervNestedCheckStep(String host) {
        super(host);
    }

    @Override
    public List<String> getVms() {
        return vms == null ? null : Collections.unmodifiableList(vms);
    }

    @Override
    @DataBoundSetter
    public void setVms(List<String> vms) {
        this.vms = vms == null || vms.isEmpty() ? null : new ArrayList<>(vms);
    }

    @Override
    public int getGuestBuild() {
        return guestBuild;
    }

    @DataBoundSetter
    public void setGuestBuild(int guestBuild) {
        this.guestBuild = guestBuild;
    }

    @Override
    StepArguments arguments() {
        return StepArguments.ofVms(this, this, Request.Kind.CHECK, Options.defaults());
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

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckVm(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String vms) {
            return checkedVms(item, value, vms);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckVms(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String vm) {
            return checkedVms(item, vm, value);
        }
    }
}
