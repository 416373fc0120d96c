package io.jenkins.plugins.hypervnested.config;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What is checked in the form of a host. */
public abstract class HypervHostDescriptor extends Descriptor<HypervHost> {

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckName(@QueryParameter String value) {
        return HostTransportDescriptor.checked(HostFields.problemOfName(value));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckId(@QueryParameter String value) {
        return HostTransportDescriptor.checked(value.isBlank() ? null : HostFields.problemOfId(value.strip()));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAgents(
            @QueryParameter String value, @QueryParameter String label, @QueryParameter boolean allowBuiltIn) {
        if (!HostTransportDescriptor.mayConfigure()) {
            return FormValidation.ok();
        }
        HypervHost host = HypervHost.forTest("", null, value, label, true, allowBuiltIn);
        return HostNodes.checkAgents(
                host.agentNames(), allowBuiltIn || !host.getLabel().isEmpty());
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckLabel(@QueryParameter String value, @QueryParameter boolean trustLabel) {
        return HostTransportDescriptor.mayConfigure()
                ? HostNodes.checkLabel(value.strip(), trustLabel)
                : FormValidation.ok();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAllowBuiltIn(@QueryParameter boolean value) {
        return value && HostTransportDescriptor.mayConfigure()
                ? FormValidation.warning(Messages.HostNodes_BuiltIn())
                : FormValidation.ok();
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAllowedJobs(@QueryParameter String value) {
        return rules(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAllowedVms(@QueryParameter String value) {
        return rules(value);
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckRunsOn(@QueryParameter String value) {
        if (!HostTransportDescriptor.mayConfigure()) {
            return FormValidation.ok();
        }
        int slash = value.indexOf('/');
        boolean known = slash > 0
                && slash < value.length() - 1
                && HypervNestedConfiguration.get()
                        .hostById(value.substring(0, slash).strip())
                        .isPresent();
        return value.isBlank() || known ? FormValidation.ok() : FormValidation.warning(Messages.HypervHost_RunsOn());
    }

    private static FormValidation rules(String lines) {
        String warning = HostFields.warningOfRules(lines);
        return warning == null || !HostTransportDescriptor.mayConfigure()
                ? FormValidation.ok()
                : FormValidation.warning(warning);
    }
}
