package io.jenkins.plugins.hypervnested.config;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import jenkins.util.SystemProperties;

/** How a host is reached from its agent. */
public abstract class HostTransport extends AbstractDescribableImpl<HostTransport> implements ExtensionPoint {

    /**
     * System property of the controller: path of an executable that agents start in place of Windows PowerShell, whatever they run.
     * For the demo and the tests, where it speaks to a simulated host.
     */
    public static final String POWERSHELL = HostTransport.class.getName() + ".powerShell";

    /** {@return whether only an agent that runs Windows can carry it} */
    public final boolean needsWindowsAgent() {
        return startsPowerShellOnAgent() && powerShell().isEmpty();
    }

    /** {@return whether PowerShell is started on the agent itself; on the host only otherwise} */
    protected abstract boolean startsPowerShellOnAgent();

    /** {@return name or address of the host for messages; empty where it is the agent itself} */
    public abstract String address();

    /**
     * Looks up the stored credentials and puts together how the host is reached. On the controller, right before it is used.
     *
     * @throws TransportException when the credentials are gone, a plugin is missing, or a field makes no sense
     */
    public abstract HostAccess open() throws TransportException;

    /** {@return the executable that agents start; empty for Windows' own PowerShell} */
    static String powerShell() {
        String value = SystemProperties.getString(POWERSHELL);
        return value == null ? "" : value;
    }

    @Override
    public HostTransportDescriptor getDescriptor() {
        return (HostTransportDescriptor) super.getDescriptor();
    }
}
