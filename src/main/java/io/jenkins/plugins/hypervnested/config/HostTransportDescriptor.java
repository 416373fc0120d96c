package io.jenkins.plugins.hypervnested.config;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
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

    /** Shows the problem, if there is one, to those who may configure hosts. */
    static FormValidation checked(String problem) {
        return problem == null || !mayConfigure() ? FormValidation.ok() : FormValidation.error(problem);
    }

    static int portOr(String value, int otherwise) {
        return HostFields.problemOfPort(value) == null ? Integer.parseInt(value.strip()) : otherwise;
    }

    /**
     * Whether this person configures hosts. Whoever may only read the configuration has its forms before them as well, and Jenkins
     * asks for lists and checks of them: they are told nothing, where a refusal would be an error in the form.
     */
    static boolean mayConfigure() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }
}
