package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.config.HostAccess;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.TransportException;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;

/** What one operation proves itself with, to the host and to guests. Opened right before it is sent, forgotten when it has crossed. */
final class CallAccess {

    private final HostAccess host;
    private final GuestLogins logins;

    CallAccess(HostAccess host, GuestLogins logins) {
        this.host = host;
        this.logins = logins;
    }

    /** @throws MachineException when credentials, or a plugin that the transport needs, are not there */
    static CallAccess open(HypervHost host, OperationOrder order) throws MachineException {
        GuestLogins logins;
        try {
            logins = GuestCredentials.open(order.logins());
        } catch (GuestCredentials.Gone | IllegalArgumentException e) {
            throw new MachineException(AgentFailures.noLogin(host.getName(), e.getMessage()), e);
        }
        try {
            return new CallAccess(host.getTransport().open(), logins);
        } catch (TransportException e) {
            logins.clear();
            throw new MachineException(AgentFailures.noCredentials(host.getName(), e.getMessage()), e);
        }
    }

    OperationCall call(String handle, OperationOrder order, OperationCallback callback) {
        return new OperationCall(handle, host.endpoint(), host.secrets(), logins, order.request(), callback);
    }

    /** Overwrites all secrets of it. */
    void forget() {
        host.secrets().clear();
        logins.clear();
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
