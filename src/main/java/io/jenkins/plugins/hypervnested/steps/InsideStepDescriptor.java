package io.jenkins.plugins.hypervnested.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of what steps that work inside a VM have in common. */
public abstract class InsideStepDescriptor extends ChangeStepDescriptor {

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckVm(@AncestorInPath Item item, @QueryParameter String value) {
        return mayConfigure(item) ? checked(() -> StepChecks.vm(value)) : FormValidation.ok();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillGuestCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String guestCredentialsId) {
        return CredentialsForm.list(item, guestCredentialsId);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckGuestCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String vm) {
        if (StepChecks.textOrNull(value) == null && StepChecks.textOrNull(vm) != null && mayConfigure(item)) {
            return FormValidation.error(Messages.StepArguments_noCredentials(vm));
        }
        return CredentialsForm.check(item, value);
    }
}
