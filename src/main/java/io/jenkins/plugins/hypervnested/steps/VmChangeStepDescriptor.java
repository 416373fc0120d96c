package io.jenkins.plugins.hypervnested.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.operation.Options;
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
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.waitFor_HEARTBEAT(), Options.WaitFor.HEARTBEAT.name());
        items.add(Messages.waitFor_RUNNING(), Options.WaitFor.RUNNING.name());
        items.add(Messages.waitFor_NONE(), Options.WaitFor.NONE.name());
        return items;
    }
}
