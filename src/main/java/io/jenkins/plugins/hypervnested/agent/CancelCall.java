package io.jenkins.plugins.hypervnested.agent;

import jenkins.agents.ControllerToAgentCallable;

/** Ends an operation on the agent. Its end comes by the callback, which confirms it. */
final class CancelCall implements ControllerToAgentCallable<Boolean, RuntimeException> {

    private static final long serialVersionUID = 1;

    private final String handle;

    CancelCall(String handle) {
        this.handle = handle;
    }

    /** {@return whether there was such an operation} */
    @Override
    public Boolean call() {
        return OperationsHere.cancel(handle);
    }

    @Override
    public String toString() {
        return "Hyper-V operation, cancel " + handle;
    }
}
