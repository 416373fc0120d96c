package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.Outcome;

/** Hears the first operation of a call, which is for all its VMs at once. */
final class DirectAsk implements OperationListener {

    private final StepCall call;
    private final CallEntries entries;

    DirectAsk(StepCall call, CallEntries entries) {
        this.call = call;
        this.entries = entries;
    }

    @Override
    public void sending(String agent) {
        call.sending(agent);
    }

    @Override
    public void progress(String vm, String text) {
        call.sayOnce(vm, text);
    }

    @Override
    public void joined(Joined joined) {
        entries.joined(joined);
    }

    @Override
    public void ended(Outcome outcome) {
        if (outcome.isNeverSent()) {
            entries.neverSent();
        }
        call.directlyEnded(outcome);
    }
}
