package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of a block. It shows a list in any case, of which one machine becomes a step without a list. */
public abstract class WithHypervNestedForm extends StepDescriptor {

    WithHypervNestedForm() {}

    @Override
    public String getFunctionName() {
        return "withHypervNested";
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.WithHypervNestedStep_DisplayName();
    }

    @Override
    public boolean takesImplicitBlockArgument() {
        return true;
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

    @Override
    public Step newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        WithHypervNestedStep step = (WithHypervNestedStep) super.newInstance(request, form);
        step.simplify();
        return step;
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
