package io.jenkins.plugins.hypervnested.config;

import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The agent is the host. The account that runs the agent is the one that is used. */
public final class LocalTransport extends HostTransport {

    @DataBoundConstructor
    public LocalTransport() {}

    @Override
    protected boolean startsPowerShellOnAgent() {
        return true;
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public HostAccess open() throws TransportException {
        return new HostAccess(new Endpoint.Local(powerShell()), HostSecrets.none());
    }

    /** Its form. */
    @Extension(ordinal = 3)
    @Symbol("local")
    public static final class DescriptorImpl extends HostTransportDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.LocalTransport_DisplayName();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String agents,
                @QueryParameter String label,
                @QueryParameter boolean trustLabel,
                @QueryParameter boolean allowBuiltIn) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            HypervHost host = HypervHost.forTest(name, new LocalTransport(), agents, label, trustLabel, allowBuiltIn);
            return ConnectionTest.run(host);
        }
    }
}
