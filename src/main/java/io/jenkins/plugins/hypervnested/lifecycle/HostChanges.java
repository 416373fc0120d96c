package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.journal.Rollback;

/** The hosts are configured anew: what waits for a host that was removed, or could not be reached as it was, is tried again. */
@Extension
public final class HostChanges extends SaveableListener {

    @Override
    public void onChange(Saveable saved, XmlFile file) {
        if (saved instanceof HypervNestedConfiguration configuration) {
            AgentThreads.pool()
                    .execute(() -> Rollback.get()
                            .hostsChanged(id -> configuration.hostById(id).isPresent()));
        }
    }
}
