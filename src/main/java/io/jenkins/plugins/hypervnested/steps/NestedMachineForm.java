package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of a machine of a block. */
public abstract class NestedMachineForm extends Descriptor<NestedMachine> {

    NestedMachineForm() {}

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.NestedMachine_DisplayName();
    }

    /** The form has one VM a line, a machine has a list. */
    @Override
    public NestedMachine newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        // the form is left as it is: where a machine is a constructor's argument it is read twice
        NestedMachine machine = super.newInstance(request, form);
        machine.setVms(NestedStepDescriptor.lines(form.optString("vms")));
        return machine;
    }

    /** For the form: {@return the VMs of a machine, one a line} */
    @Restricted(NoExternalUse.class)
    public String linesOf(NestedMachine machine) {
        return machine == null || machine.getVms() == null ? "" : String.join("\n", machine.getVms());
    }

    /** The hosts that this job may use; for a folder or a multibranch project, those that some job in it may use. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillHostItems(@AncestorInPath Item item, @QueryParameter String host) {
        return NestedStepDescriptor.hosts(item, host);
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
    public ListBoxModel doFillWaitForItems() {
        return PickLists.waits();
    }

    @POST
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
    public ListBoxModel doFillWhenHeldItems() {
        return PickLists.whenHeld();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillGuestCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String guestCredentialsId) {
        return CredentialsForm.list(item, guestCredentialsId);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckHost(@AncestorInPath Item item, @QueryParameter String value) {
        return NestedStepDescriptor.mayConfigure(item)
                ? NestedStepDescriptor.checkedHost(item, value)
                : FormValidation.ok();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckVm(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String vms) {
        return NestedStepDescriptor.checkedVms(item, value, vms);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckVms(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String vm) {
        return NestedStepDescriptor.checkedVms(item, vm, value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckRestart(@AncestorInPath Item item, @QueryParameter String value) {
        return ChangeStepDescriptor.checkedRestart(item, value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckGuestBuild(@AncestorInPath Item item, @QueryParameter String value) {
        return NestedStepDescriptor.checkedGuestBuild(item, value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckGuestCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean install) {
        if (StepChecks.textOrNull(value) == null && install && NestedStepDescriptor.mayConfigure(item)) {
            return FormValidation.error(Messages.NestedNat_noCredentials());
        }
        return CredentialsForm.check(item, value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckInstall(@AncestorInPath Item item, @QueryParameter boolean value) {
        return NestedStepDescriptor.mayConfigure(item) && value
                ? FormValidation.warning(Messages.NestedMachine_roleRemoved())
                : FormValidation.ok();
    }
}
