package io.jenkins.plugins.hypervnested.config;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import jenkins.util.SystemProperties;

/** How a host is reached from its agent. */
public abstract class HostTransport extends AbstractDescribableImpl<HostTransport> implements ExtensionPoint {

    /**
     * PowerShell's executable on agents that do not run Windows: for the demo and the tests, where {@code pwsh} speaks to a simulated
     * host. Empty, as by default, means that such agents are refused for what only Windows can do.
     */
    static final String NON_WINDOWS_POWERSHELL = HostTransport.class.getName() + ".nonWindowsPowerShell";

    /** {@return whether only an agent that runs Windows can carry it} */
    public final boolean needsWindowsAgent() {
        return startsPowerShellOnAgent() && nonWindowsPowerShell().isEmpty();
    }

    /** {@return whether PowerShell is started on the agent itself; on the host only otherwise} */
    protected abstract boolean startsPowerShellOnAgent();

    /** {@return name or address of the host for messages; empty where it is the agent itself} */
    public abstract String address();

    /**
     * Looks up the stored credentials and puts together how the host is reached. On the controller, right before it is used.
     *
     * @param unixAgent whether the agent that was chosen runs another system than Windows
     * @throws TransportException when the credentials are gone, a plugin is missing, or a field makes no sense
     */
    public abstract HostAccess open(boolean unixAgent) throws TransportException;

    /** {@return the executable for an agent: empty for Windows' own PowerShell} */
    static String powerShellOn(boolean unixAgent) {
        return unixAgent ? nonWindowsPowerShell() : "";
    }

    private static String nonWindowsPowerShell() {
        String value = SystemProperties.getString(NON_WINDOWS_POWERSHELL);
        return value == null ? "" : value;
    }

    @Override
    public HostTransportDescriptor getDescriptor() {
        return (HostTransportDescriptor) super.getDescriptor();
    }
}
