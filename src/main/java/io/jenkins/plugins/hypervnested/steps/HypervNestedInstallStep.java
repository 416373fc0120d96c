package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Installs the Hyper-V role inside a VM. Stays after the run unless told otherwise: removing it takes restarts, and the next run wants it. */
public final class HypervNestedInstallStep extends InsideStep {

    private static final int TIMEOUT_MINUTES = 45;

    private Options.Restart restart = Options.Restart.GRACEFUL;

    @DataBoundConstructor
    public HypervNestedInstallStep(String host) {
        super(host);
        setRollback(false);
        setTimeout(TIMEOUT_MINUTES);
    }

    /** {@return what may be done to the VM when the role needs a restart} */
    public Options.Restart getRestart() {
        return restart;
    }

    @DataBoundSetter
    public void setRestart(Options.Restart restart) {
        this.restart = restart;
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.INSTALL;
    }

    @Override
    Options options() {
        return super.options().withRestart(StepChecks.chosen(restart, "restart"));
    }

    @Override
    StepArguments arguments() {
        String vm = StepChecks.vm(getVm());
        return StepArguments.ofInside(this, new Inside(StepChecks.credentials(getGuestCredentialsId(), vm), null));
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends InsideStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedInstall";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedInstallStep_DisplayName();
        }

        @Override
        public int getDefaultTimeout() {
            return TIMEOUT_MINUTES;
        }

        @Override
        public boolean isRolledBackByDefault() {
            return false;
        }

        @POST
        @Override
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillRestartItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.restart_GRACEFUL(), Options.Restart.GRACEFUL.name());
            items.add(Messages.restart_FORCE(), Options.Restart.FORCE.name());
            items.add(Messages.HypervNestedInstallStep_never(), Options.Restart.NEVER.name());
            return items;
        }

        @POST
        @Override
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRollback(@AncestorInPath Item item, @QueryParameter boolean value) {
            return mayConfigure(item) && value
                    ? FormValidation.warning(Messages.HypervNestedInstallStep_removed())
                    : FormValidation.ok();
        }
    }
}
