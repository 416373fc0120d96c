package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of what all steps have in common. */
public abstract class NestedStepDescriptor extends StepDescriptor {

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    @CheckForNull
    @Override
    public String argumentsToString(@NonNull Map<String, Object> namedArgs) {
        return ShownArguments.of(namedArgs);
    }

    /** The form has one VM a line, a step has a list. */
    @Override
    public Step newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
        String lines = form.optString("vms");
        form.remove("vms");
        Step step = super.newInstance(request, form);
        if (step instanceof SeveralVms several) {
            several.setVms(lines(lines));
        }
        return step;
    }

    /** For the form: {@return the VMs of a step, one a line} */
    @Restricted(NoExternalUse.class)
    public String linesOf(SeveralVms step) {
        return step == null || step.getVms() == null ? "" : String.join("\n", step.getVms());
    }

    /** For the form: {@return the timeout that a step has where none is given, in minutes} */
    @Restricted(NoExternalUse.class)
    public int getDefaultTimeout() {
        return NestedStep.DEFAULT_TIMEOUT;
    }

    static List<String> lines(String text) {
        return text == null
                ? List.of()
                : text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The hosts that this job may use; for a folder or a multibranch project, those that some job in it may use. */
    @POST
    @Restricted(NoExternalUse.class)
    public ListBoxModel doFillHostItems(@AncestorInPath Item item, @QueryParameter String host) {
        return hosts(item, host);
    }

    /** {@return the hosts for a form, and what is chosen in it now} */
    static ListBoxModel hosts(Item item, String host) {
        ListBoxModel items = new ListBoxModel();
        if (mayConfigure(item)) {
            for (HypervHost each : HypervNestedConfiguration.get().getHosts()) {
                if (isFor(each, item)) {
                    items.add(each.getName());
                }
            }
        }
        if (host != null && !host.isEmpty() && items.stream().noneMatch(option -> option.value.equals(host))) {
            items.add(host);
        }
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
    public FormValidation doCheckHost(@AncestorInPath Item item, @QueryParameter String value) {
        return mayConfigure(item) ? checkedHost(item, value) : FormValidation.ok();
    }

    static FormValidation checkedHost(Item item, String value) {
        if (value == null || value.isBlank()) {
            // the list is filled after this check, and then has its first host
            return hosts(item, "").isEmpty()
                    ? FormValidation.error(Messages.NestedStepDescriptor_noHosts())
                    : FormValidation.ok();
        }
        HypervHost host = HypervNestedConfiguration.get().findHost(value).orElse(null);
        if (host == null) {
            return FormValidation.error(Messages.Beginning_noHost(value));
        }
        String refusal = item instanceof Job<?, ?> job ? host.refusalOf(job) : null;
        return refusal == null ? FormValidation.ok() : FormValidation.error(refusal);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckTimeout(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String unit) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        return checked(() -> StepChecks.timeout(Integer.parseInt(value), TimeUnit.valueOf(unit)));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckGuestBuild(@AncestorInPath Item item, @QueryParameter String value) {
        return checkedGuestBuild(item, value);
    }

    static FormValidation checkedGuestBuild(Item item, String value) {
        if (!mayConfigure(item) || value == null || value.isEmpty()) {
            return FormValidation.ok();
        }
        return value.matches("\\d{1,7}")
                ? FormValidation.ok()
                : FormValidation.error(Messages.StepArguments_guestBuild());
    }

    /** What is wrong with the VMs of a step that takes one or several. */
    static FormValidation checkedVms(Item item, String vm, String vms) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        List<String> several = lines(vms);
        return checked(
                () -> StepChecks.vms(vm == null || vm.isEmpty() ? null : vm, several.isEmpty() ? null : several));
    }

    private static boolean isFor(HypervHost host, Item item) {
        if (item instanceof Job<?, ?> job) {
            return host.refusalOf(job) == null;
        }
        if (item instanceof ItemGroup<?> group) {
            for (Job<?, ?> job : group.allItems(Job.class)) {
                if (host.refusalOf(job) == null) {
                    return true;
                }
            }
        }
        return item == null;
    }

    /** Whether this person configures the job whose form it is; without a job, administers. */
    static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    static FormValidation checked(Supplier<Object> check) {
        try {
            check.get();
            return FormValidation.ok();
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.NestedStepDescriptor_noNumber());
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
