package io.jenkins.plugins.hypervnested.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of what steps that change VMs have in common. */
public abstract class VmChangeStepDescriptor extends ChangeStepDescriptor {

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

    @POST
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
    public ListBoxModel doFillWaitForItems() {
        return PickLists.waits();
    }
}
