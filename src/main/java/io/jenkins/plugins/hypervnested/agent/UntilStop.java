package io.jenkins.plugins.hypervnested.agent;

import java.util.function.BooleanSupplier;

/**
 * Passes on what an operation says until Jenkins goes down. Then the channels are closed, and what looks like lost agents would fail
 * steps that are to go on after the restart.
 */
final class UntilStop implements OperationListener {

    private final OperationListener listener;
    private final BooleanSupplier stopping;

    UntilStop(OperationListener listener, BooleanSupplier stopping) {
        this.listener = listener;
        this.stopping = stopping;
    }

    @Override
    public void sending(String agent) {
        if (!stopping.getAsBoolean()) {
            listener.sending(agent);
        }
    }

    @Override
    public void progress(String vm, String text) {
        if (!stopping.getAsBoolean()) {
            listener.progress(vm, text);
        }
    }

    @Override
    public void joined(Joined joined) {
        // what is held is worth knowing until the last moment
        listener.joined(joined);
    }

    @Override
    public void ended(Outcome outcome) {
        if (!stopping.getAsBoolean()) {
            listener.ended(outcome);
        }
    }
}
