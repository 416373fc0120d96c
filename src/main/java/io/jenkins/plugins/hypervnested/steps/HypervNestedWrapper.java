package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Item;
import hudson.tasks.BuildWrapper;
import hudson.tasks.BuildWrapperDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Holds machines for a job that is no Pipeline: takes them before its build steps and gives them back after those. A Pipeline has
 * {@link WithHypervNestedStep}.
 */
public final class HypervNestedWrapper extends BuildWrapper implements BlockBounds {

    private final List<NestedMachine> machines;
    private int timeout;
    private TimeUnit unit = TimeUnit.MINUTES;
    private RollbackFailure onRollbackFailure = RollbackFailure.FAIL;
    private int rollbackTimeout = DEFAULT_ROLLBACK_MINUTES;
    private boolean duringPostBuild;

    @DataBoundConstructor
    public HypervNestedWrapper(List<NestedMachine> machines) {
        this.machines = machines == null ? new ArrayList<>() : new ArrayList<>(machines);
    }

    public List<NestedMachine> getMachines() {
        return Collections.unmodifiableList(machines);
    }

    @Override
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    @Override
    public TimeUnit getUnit() {
        return unit;
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public RollbackFailure getOnRollbackFailure() {
        return onRollbackFailure;
    }

    @DataBoundSetter
    public void setOnRollbackFailure(RollbackFailure onRollbackFailure) {
        this.onRollbackFailure = onRollbackFailure;
    }

    @Override
    public int getRollbackTimeout() {
        return rollbackTimeout;
    }

    @DataBoundSetter
    public void setRollbackTimeout(int rollbackTimeout) {
        this.rollbackTimeout = rollbackTimeout;
    }

    /** {@return whether post-build actions need the machines as well; then they are given back when the build ends} */
    public boolean isDuringPostBuild() {
        return duringPostBuild;
    }

    @DataBoundSetter
    public void setDuringPostBuild(boolean duringPostBuild) {
        this.duringPostBuild = duringPostBuild;
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public Environment setUp(AbstractBuild build, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException {
        Block block;
        try {
            block = Block.of(machines, this);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
        // a run without a record is not found after a crash, and whether it has ended is then for a person to say
        build.save();
        BuildHolding holding = new BuildHolding(block, build, listener);
        holding.take();
        return new Held(holding, block.environment());
    }

    /** What the build steps find, and what comes after them. */
    private final class Held extends Environment {

        private final BuildHolding holding;
        private final Map<String, String> variables;

        Held(BuildHolding holding, Map<String, String> variables) {
            this.holding = holding;
            this.variables = variables;
        }

        @Override
        public void buildEnvVars(Map<String, String> environment) {
            variables.forEach((name, value) -> {
                if (!value.isEmpty()) {
                    environment.put(name, value);
                }
            });
        }

        @Override
        @SuppressWarnings("rawtypes") // as it is declared
        public boolean tearDown(AbstractBuild build, BuildListener listener) {
            return duringPostBuild || holding.giveBack();
        }
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends BuildWrapperDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNestedWrapper_DisplayName();
        }

        @Override
        public boolean isApplicable(AbstractProject<?, ?> project) {
            return true;
        }

        @POST
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillOnRollbackFailureItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.HypervNestedWrapper_FAIL(), RollbackFailure.FAIL.name());
            items.add(Messages.HypervNestedWrapper_UNSTABLE(), RollbackFailure.UNSTABLE.name());
            items.add(Messages.onRollbackFailure_IGNORE(), RollbackFailure.IGNORE.name());
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillUnitItems() {
            return PickLists.units();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckTimeout(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String unit) {
            return BlockForm.checkedTimeout(item, value, unit);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRollbackTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return BlockForm.checkedRollbackTimeout(item, value);
        }
    }
}
