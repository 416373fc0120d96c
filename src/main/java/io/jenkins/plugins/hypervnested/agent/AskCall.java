package io.jenkins.plugins.hypervnested.agent;

import java.io.Serializable;
import jenkins.agents.ControllerToAgentCallable;

/** Asks an agent how an operation stands, in case a callback was lost. */
final class AskCall implements ControllerToAgentCallable<AskCall.Standing, RuntimeException> {

    private static final long serialVersionUID = 1;

    private final String handle;

    AskCall(String handle) {
        this.handle = handle;
    }

    @Override
    public Standing call() {
        return OperationsHere.standing(handle);
    }

    @Override
    public String toString() {
        return "Hyper-V operation, how does it stand " + handle;
    }

    /**
     * How an operation stands.
     *
     * @param known whether the agent knows it; it forgets an operation whose end was delivered
     * @param outcome how it ended; null while it goes on
     */
    record Standing(boolean known, Outcome outcome) implements Serializable {}
}
