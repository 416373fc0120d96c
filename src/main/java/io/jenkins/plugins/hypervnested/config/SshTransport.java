package io.jenkins.plugins.hypervnested.config;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.apache.sshd.client.SshClient;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An SSH server on the host that starts PowerShell there; any agent can be the client. This class links nothing of the plugins that
 * are optional, only its descriptor does: without them a saved host still loads, and says what to install.
 */
public final class SshTransport extends HostTransport {

    /** The port of RFC 4251. */
    public static final int DEFAULT_PORT = 22;

    /** Bound on connecting, and again on logging in. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private final String address;
    private final String hostKey;
    private int port = DEFAULT_PORT;
    private String powerShell = Endpoint.Ssh.DEFAULT_POWERSHELL;
    private String credentialsId = "";

    /**
     * @param address name or address of the host
     * @param hostKey its public key, as a line of {@code ssh-keyscan} or of a {@code .pub} file
     */
    @DataBoundConstructor
    public SshTransport(String address, String hostKey) {
        this.address = Util.fixNull(address).strip();
        this.hostKey = Util.fixNull(hostKey).strip();
    }

    public String getAddress() {
        return address;
    }

    public String getHostKey() {
        return hostKey;
    }

    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    public String getPowerShell() {
        return powerShell;
    }

    @DataBoundSetter
    public void setPowerShell(String powerShell) {
        String value = Util.fixNull(powerShell).strip();
        this.powerShell = value.isEmpty() ? Endpoint.Ssh.DEFAULT_POWERSHELL : value;
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
        return false;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public HostAccess open() throws TransportException {
        return opener().open(this);
    }

    private Opener opener() {
        return (Opener) getDescriptor();
    }

    @Override
    public HostTransportDescriptor getDescriptor() {
        return Jenkins.get().getDescriptor(SshTransport.class) instanceof HostTransportDescriptor found
                ? found
                : Missing.INSTANCE;
    }

    /** Turns a transport into an access; where it can, it links the optional plugins. */
    interface Opener {
        HostAccess open(SshTransport transport) throws TransportException;
    }

    /** Stands in for the descriptor while a plugin is missing. */
    static final class Missing extends HostTransportDescriptor implements Opener {

        /** One, because the form tells by identity which descriptor is the selected one. */
        static final Missing INSTANCE = new Missing();

        private Missing() {
            super(SshTransport.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.SshTransport_DisplayName();
        }

        @Override
        public boolean isAvailable() {
            return false;
        }

        @Override
        public String getHelpFile(String fieldName) {
            return null;
        }

        @Override
        public HostAccess open(SshTransport transport) throws TransportException {
            throw TransportException.misconfigured(Messages.SshTransport_Missing(), null);
        }
    }

    /** Its form, which is only there with the SSH Credentials and the Apache MINA SSHD API plugins. */
    @Extension(ordinal = 1, optional = true)
    @Symbol("ssh")
    public static final class DescriptorImpl extends HostTransportDescriptor implements Opener {

        /** Fails to link, and is left out by Jenkins, where the library of the channel is not there. */
        public DescriptorImpl() {
            Objects.requireNonNull(SshClient.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.SshTransport_DisplayName();
        }

        public int getDefaultPort() {
            return DEFAULT_PORT;
        }

        public String getDefaultPowerShell() {
            return Endpoint.Ssh.DEFAULT_POWERSHELL;
        }

        @Override
        public HostAccess open(SshTransport transport) throws TransportException {
            StandardUsernameCredentials found = HostCredentials.find(
                    transport.credentialsId, StandardUsernameCredentials.class, transport.address, transport.port);
            HostSecrets secrets = secretsOf(transport.credentialsId, found);
            try {
                return new HostAccess(
                        new Endpoint.Ssh(
                                transport.address,
                                transport.port,
                                found.getUsername(),
                                transport.hostKey,
                                transport.powerShell,
                                CONNECT_TIMEOUT),
                        secrets);
            } catch (IllegalArgumentException e) {
                secrets.clear();
                throw TransportException.misconfigured(
                        Messages.HostTransport_Misconfigured(transport.address, e.getMessage()), e);
            }
        }

        private static HostSecrets secretsOf(String id, StandardUsernameCredentials found) throws TransportException {
            if (found instanceof SSHUserPrivateKey key) {
                return secretsOf(id, key);
            }
            if (found instanceof StandardUsernamePasswordCredentials password) {
                return HostSecrets.ofPassword(
                        SecretText.of(password.getPassword().getPlainText()));
            }
            throw TransportException.credentialsGone(Messages.HostCredentials_WrongKind(id));
        }

        private static HostSecrets secretsOf(String id, SSHUserPrivateKey key) throws TransportException {
            List<String> keys = key.getPrivateKeys();
            if (keys.isEmpty()) {
                throw TransportException.credentialsGone(Messages.HostCredentials_WrongKind(id));
            }
            Secret passphrase = key.getPassphrase();
            boolean encrypted = passphrase != null && !passphrase.getPlainText().isEmpty();
            return HostSecrets.ofPrivateKey(
                    keys.get(0).getBytes(StandardCharsets.UTF_8),
                    encrypted ? SecretText.of(passphrase.getPlainText()) : null);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckHostKey(@QueryParameter String value) {
            return checked(HostFields.problemOfHostKey(value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPowerShell(@QueryParameter String value) {
            return checked(HostFields.problemOfPowerShell(value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            if (!mayConfigure()) {
                return FormValidation.ok();
            }
            return value.isEmpty()
                    ? FormValidation.error(Messages.SshTransport_NeedsCredentials())
                    : HostCredentials.check(value, StandardUsernameCredentials.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return HostCredentials.list(
                    credentialsId, SSHUserPrivateKey.class, StandardUsernamePasswordCredentials.class);
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
                @QueryParameter String hostKey,
                @QueryParameter String powerShell,
                @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            SshTransport transport = new SshTransport(address, hostKey);
            transport.setPort(portOr(port, 0));
            transport.setPowerShell(powerShell);
            transport.setCredentialsId(credentialsId);
            return ConnectionTest.run(HypervHost.forTest(name, transport, agents, label, trustLabel, allowBuiltIn));
        }
    }
}
