package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import java.time.Instant;
import java.util.List;

/** Finds what is owed though no trigger came: after a start, and now and then. */
@Extension
public final class Recovery {

    private EndedRuns ended;

    public static Recovery get() {
        return ExtensionList.lookupSingleton(Recovery.class);
    }

    /** Jenkins is fully up, all jobs are loaded. */
    public void started() {
        Journal.get().controller().started();
        sweep();
    }

    /** Jenkins goes down in order. */
    public void stopping() {
        AgentOperations.get().stop();
        Journal.get().controller().stopped();
    }

    /** Gives back what is due of what is owed by runs that have ended, or that released it. */
    public void sweep() {
        Journal journal = Journal.get();
        journal.noteAgents(host -> !AgentOperations.get().isWithoutAgent(host), Instant.now());
        journal.tidy(Instant.now());
        if (journal.mayAct()) {
            Rollback.get().giveBack(due(journal, Instant.now()));
        }
        Surveys.get().sweep(hosts(), host -> AgentOperations.get().isReachable(host.id()));
    }

    private static List<HostRef> hosts() {
        return HypervNestedConfiguration.get().getHosts().stream()
                .map(HostRef::of)
                .toList();
    }

    private synchronized List<JournalEntry> due(Journal journal, Instant now) {
        ended = ended == null ? new EndedRuns(journal) : ended;
        EndedRuns runs = ended;
        return journal.openEntries().stream()
                .filter(entry -> entry.getNextTry() == null || !now.isBefore(entry.getNextTry()))
                .filter(entry -> entry.release != null || runs.isEnded(entry, now))
                .toList();
    }
}
