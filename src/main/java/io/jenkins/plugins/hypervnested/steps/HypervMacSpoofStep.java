package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Allows MAC address spoofing on network adapters of VMs, until the run ends: one way to give nested VMs a network. */
public final class HypervMacSpoofStep extends VmChangeStep {

    private List<String> adapters = List.of();
    private boolean enabled = true;

    @DataBoundConstructor
    public HypervMacSpoofStep(String host) {
        super(host);
    }

    /** {@return exact names of the adapters; empty means all of each VM} */
    public List<String> getAdapters() {
        return Collections.unmodifiableList(adapters);
    }

    @DataBoundSetter
    public void setAdapters(List<String> adapters) {
        this.adapters = adapters == null ? List.of() : new ArrayList<>(adapters);
    }

    /** {@return whether spoofing is to be allowed; false forbids it} */
    public boolean isEnabled() {
        return enabled;
    }

    @DataBoundSetter
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.SPOOF;
    }

    @Override
    Options.Spoofing spoofing() {
        return new Options.Spoofing(enabled, StepChecks.adapters(adapters));
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends VmChangeStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervMacSpoof";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervMacSpoofStep_DisplayName();
        }

        /** The form has one adapter a line, the step has a list. */
        @Override
        public Step newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            List<String> adapters = lines(form.optString("adapters"));
            form.remove("adapters");
            HypervMacSpoofStep step = (HypervMacSpoofStep) super.newInstance(request, form);
            step.setAdapters(adapters);
            return step;
        }

        /** For the form: {@return the adapters of a step, one a line} */
        @Restricted(NoExternalUse.class)
        public String adapterLinesOf(HypervMacSpoofStep step) {
            return step == null ? "" : String.join("\n", step.getAdapters());
        }

        /** A VM that runs is changed as it runs, where its host lets that be. */
        @POST
        @Override
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillRestartItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.restart_GRACEFUL(), Options.Restart.GRACEFUL.name());
            items.add(Messages.restart_FORCE(), Options.Restart.FORCE.name());
            items.add(Messages.HypervMacSpoofStep_never(), Options.Restart.NEVER.name());
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckAdapters(@AncestorInPath Item item, @QueryParameter String value) {
            return mayConfigure(item) ? checked(() -> StepChecks.adapters(lines(value))) : FormValidation.ok();
        }
    }
}
