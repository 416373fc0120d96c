package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.Rollback;

/** An agent comes online: what waits for one is tried again. */
@Extension
public final class AgentsComing extends ComputerListener {

    @Override
    public void onOnline(Computer computer, TaskListener listener) {
        tryAgain();
    }

    @Override
    public void onTemporarilyOnline(Computer computer) {
        tryAgain();
    }

    private static void tryAgain() {
        AgentThreads.pool().execute(() -> Rollback.get().agentCame());
    }
}
