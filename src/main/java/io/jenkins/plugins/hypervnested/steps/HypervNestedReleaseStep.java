package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Gives back now what the run holds: all of it, that of a host, or that of a VM. */
public final class HypervNestedReleaseStep extends Step {

    static final int DEFAULT_TIMEOUT = 30;

    private String host;
    private String vm;
    private RollbackFailure onRollbackFailure = RollbackFailure.FAIL;
    private int timeout = DEFAULT_TIMEOUT;
    private TimeUnit unit = TimeUnit.MINUTES;

    @DataBoundConstructor
    public HypervNestedReleaseStep() {}

    /** {@return name or id of the host; null for all} */
    @CheckForNull
    public String getHost() {
        return host;
    }

    @DataBoundSetter
    public void setHost(String host) {
        this.host = StepChecks.textOrNull(host);
    }

    /** {@return name or id of the VM; null for all of the host} */
    @CheckForNull
    public String getVm() {
        return vm;
    }

    @DataBoundSetter
    public void setVm(String vm) {
        this.vm = vm == null || vm.isEmpty() ? null : vm;
    }

    public RollbackFailure getOnRollbackFailure() {
        return onRollbackFailure;
    }

    @DataBoundSetter
    public void setOnRollbackFailure(RollbackFailure onRollbackFailure) {
        this.onRollbackFailure = onRollbackFailure;
    }

    /** {@return bound on the step, in {@link #getUnit}; what it began goes on after that} */
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public TimeUnit getUnit() {
        return unit;
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public StepExecution start(StepContext context) {
        StepChecks.released(host, vm);
        StepChecks.chosen(onRollbackFailure, "onRollbackFailure");
        return new ReleaseExecution(context, host, vm, onRollbackFailure, StepChecks.timeout(timeout, unit));
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNestedRelease";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedReleaseStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @CheckForNull
        @Override
        public String argumentsToString(@NonNull Map<String, Object> namedArgs) {
            return ShownArguments.of(namedArgs);
        }

        /** For the form: {@return the timeout that a step has where none is given, in minutes} */
        @Restricted(NoExternalUse.class)
        public int getDefaultTimeout() {
            return DEFAULT_TIMEOUT;
        }

        /** All hosts, or one of those that this job may use. */
        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillHostItems(@AncestorInPath Item item, @QueryParameter String host) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.HypervNestedReleaseStep_allHosts(), "");
            items.addAll(NestedStepDescriptor.hosts(item, host));
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillOnRollbackFailureItems() {
            return PickLists.rollbackFailures();
        }

        @POST
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillUnitItems() {
            return PickLists.units();
        }

        /** A host that was removed may still be owed something. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckHost(@AncestorInPath Item item, @QueryParameter String value) {
            String typed = StepChecks.textOrNull(value);
            return !NestedStepDescriptor.mayConfigure(item)
                            || typed == null
                            || HypervNestedConfiguration.get().findHost(typed).isPresent()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.Beginning_noHost(typed));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckVm(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String host) {
            return NestedStepDescriptor.mayConfigure(item)
                    ? NestedStepDescriptor.checked(() -> StepChecks.released(host, value))
                    : FormValidation.ok();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTimeout(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String unit) {
            return NestedStepDescriptor.mayConfigure(item)
                    ? NestedStepDescriptor.checked(
                            () -> StepChecks.timeout(Integer.parseInt(value), TimeUnit.valueOf(unit)))
                    : FormValidation.ok();
        }
    }
}
