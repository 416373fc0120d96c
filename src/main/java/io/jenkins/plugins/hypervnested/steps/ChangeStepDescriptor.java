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

/** The form of what all changing steps have in common. */
public abstract class ChangeStepDescriptor extends NestedStepDescriptor {

    /** For the form: {@return whether a step is given back where it does not say} */
    @Restricted(NoExternalUse.class)
    public boolean isRolledBackByDefault() {
        return true;
    }

    @POST
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
    public ListBoxModel doFillRestartItems() {
        return PickLists.restarts();
    }

    @POST
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
    public ListBoxModel doFillWhenHeldItems() {
        return PickLists.whenHeld();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckRollback(@AncestorInPath Item item, @QueryParameter boolean value) {
        return !mayConfigure(item) || value ? FormValidation.ok() : FormValidation.warning(Messages.ChangeStep_kept());
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckRestart(@AncestorInPath Item item, @QueryParameter String value) {
        return checkedRestart(item, value);
    }

    static FormValidation checkedRestart(Item item, String value) {
        return mayConfigure(item) && Options.Restart.FORCE.name().equals(value)
                ? FormValidation.warning(Messages.ChangeStep_force())
                : FormValidation.ok();
    }
}
