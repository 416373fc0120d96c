package io.jenkins.plugins.hypervnested.agent;

import hudson.remoting.Channel;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import java.util.List;
import jenkins.agents.ControllerToAgentCallable;

/** Starts an operation on the agent and returns its handle at once. */
final class OperationCall implements ControllerToAgentCallable<String, RuntimeException> {

    private static final long serialVersionUID = 1;

    private final String handle;
    private final Endpoint endpoint;
    private final HostSecrets secrets;
    private final GuestLogins logins;
    private final Request request;
    private final OperationCallback callback;
    private final List<String> classes;

    OperationCall(
            String handle,
            Endpoint endpoint,
            HostSecrets secrets,
            GuestLogins logins,
            Request request,
            OperationCallback callback) {
        this.handle = handle;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.logins = logins;
        this.request = request;
        this.callback = callback;
        this.classes = AgentClasses.names();
    }

    @Override
    public String call() {
        AgentClasses.load(classes);
        OperationsHere.start(
                new RunningOperation(handle, endpoint, secrets, logins, request, callback), Channel.current());
        return handle;
    }

    /** Remoting keeps and logs this. */
    @Override
    public String toString() {
        return "Hyper-V operation " + request.kind() + ' ' + handle;
    }
}
