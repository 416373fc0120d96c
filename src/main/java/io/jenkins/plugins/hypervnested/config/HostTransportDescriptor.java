package io.jenkins.plugins.hypervnested.config;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the transports have in common. */
public abstract class HostTransportDescriptor extends Descriptor<HostTransport> {

    protected HostTransportDescriptor() {}

    protected HostTransportDescriptor(Class<? extends HostTransport> type) {
        super(type);
    }

    /** {@return whether it can be used; false where a plugin is missing that it needs} */
    public boolean isAvailable() {
        return true;
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckAddress(@QueryParameter String value) {
        return checked(HostFields.problemOfAddress(value));
    }

    @POST
    @Restricted(NoExternalUse.class)
    public FormValidation doCheckPort(@QueryParameter String value) {
        return checked(HostFields.problemOfPort(value));
    }

    /** Refuses those who may not configure hosts, then shows the problem, if there is one. */
    static FormValidation checked(String problem) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return problem == null ? FormValidation.ok() : FormValidation.error(problem);
    }

    static int portOr(String value, int otherwise) {
        return HostFields.problemOfPort(value) == null ? Integer.parseInt(value.strip()) : otherwise;
    }

    /** Only what is selected already, for those who may not know what there is. */
    static boolean mayListCredentials() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    static ListBoxModel.Option option(String name, String value) {
        return new ListBoxModel.Option(name, value);
    }
}
