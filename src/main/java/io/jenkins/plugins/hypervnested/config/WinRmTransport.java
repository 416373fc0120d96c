package io.jenkins.plugins.hypervnested.config;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.Endpoint.WinRm.Authentication;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.SecretText;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** PowerShell remoting from an agent that runs Windows to the host. */
public final class WinRmTransport extends HostTransport {

    /** WinRM's port for HTTPS, see {@code about_Remote_Requirements}. */
    public static final int DEFAULT_PORT = 5986;

    private final String address;
    private int port = DEFAULT_PORT;
    private boolean https = true;
    private Authentication authentication = Authentication.DEFAULT;
    private String configurationName = "";
    private String credentialsId = "";

    @DataBoundConstructor
    public WinRmTransport(String address) {
        this.address = Util.fixNull(address).strip();
    }

    public String getAddress() {
        return address;
    }

    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    public boolean isHttps() {
        return https;
    }

    @DataBoundSetter
    public void setHttps(boolean https) {
        this.https = https;
    }

    public Authentication getAuthentication() {
        return authentication;
    }

    @DataBoundSetter
    public void setAuthentication(Authentication authentication) {
        this.authentication = authentication == null ? Authentication.DEFAULT : authentication;
    }

    public String getConfigurationName() {
        return configurationName;
    }

    @DataBoundSetter
    public void setConfigurationName(String configurationName) {
        this.configurationName = Util.fixNull(configurationName).strip();
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId);
    }

    @Override
    protected boolean startsPowerShellOnAgent() {
        return true;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public HostAccess open() throws TransportException {
        String userName = "";
        HostSecrets secrets = HostSecrets.none();
        if (!credentialsId.isEmpty()) {
            StandardUsernamePasswordCredentials found =
                    HostCredentials.find(credentialsId, StandardUsernamePasswordCredentials.class, address, port);
            userName = found.getUsername();
            secrets = HostSecrets.ofPassword(SecretText.of(found.getPassword().getPlainText()));
        }
        try {
            return new HostAccess(
                    new Endpoint.WinRm(powerShell(), address, port, https, authentication, configurationName, userName),
                    secrets);
        } catch (IllegalArgumentException e) {
            secrets.clear();
            throw TransportException.misconfigured(Messages.HostTransport_Misconfigured(address, e.getMessage()), e);
        }
    }

    /** Its form. */
    @Extension(ordinal = 2)
    @Symbol("winRm")
    public static final class DescriptorImpl extends HostTransportDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.WinRmTransport_DisplayName();
        }

        public int getDefaultPort() {
            return DEFAULT_PORT;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckHttps(@QueryParameter boolean value) {
            return value || !mayConfigure()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.WinRmTransport_Http());
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckConfigurationName(@QueryParameter String value) {
            return checked(HostFields.problemOfConfigurationName(value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckAuthentication(
                @QueryParameter String value, @QueryParameter boolean https, @QueryParameter String credentialsId) {
            return checked(HostFields.problemOfAuthentication(value, https, credentialsId));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            return mayConfigure()
                    ? HostCredentials.check(value, StandardUsernamePasswordCredentials.class)
                    : FormValidation.ok();
        }

        @POST
        @Restricted(NoExternalUse.class)
        @SuppressWarnings("lgtm[jenkins/no-permission-check]") // constants
        public ListBoxModel doFillAuthenticationItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.WinRmTransport_Authentication_DEFAULT(), Authentication.DEFAULT.name());
            items.add(Messages.WinRmTransport_Authentication_NEGOTIATE(), Authentication.NEGOTIATE.name());
            items.add(Messages.WinRmTransport_Authentication_KERBEROS(), Authentication.KERBEROS.name());
            items.add(Messages.WinRmTransport_Authentication_BASIC(), Authentication.BASIC.name());
            items.add(Messages.WinRmTransport_Authentication_CREDSSP(), Authentication.CREDSSP.name());
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return HostCredentials.list(credentialsId, StandardUsernamePasswordCredentials.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String agents,
                @QueryParameter String label,
                @QueryParameter boolean trustLabel,
                @QueryParameter boolean allowBuiltIn,
                @QueryParameter String address,
                @QueryParameter String port,
                @QueryParameter boolean https,
                @QueryParameter Authentication authentication,
                @QueryParameter String configurationName,
                @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            WinRmTransport transport = new WinRmTransport(address);
            transport.setPort(portOr(port, 0));
            transport.setHttps(https);
            transport.setAuthentication(authentication);
            transport.setConfigurationName(configurationName);
            transport.setCredentialsId(credentialsId);
            return ConnectionTest.run(HypervHost.forTest(name, transport, agents, label, trustLabel, allowBuiltIn));
        }
    }
}
