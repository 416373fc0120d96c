package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds what is owed though no trigger came: after a start, and now and then. */
@Extension
public final class Recovery {

    /** What is known of hosts and their agents. */
    interface Hosts {

        /** {@return the hosts that are configured} */
        List<HostRef> all();

        /** Whether an agent of that host is there. */
        boolean isReachable(String id);

        /** Whether that host is configured and no agent of it is there. */
        boolean isWithoutAgent(String id);
    }

    private static final Logger LOGGER = Logger.getLogger(Recovery.class.getName());

    private final Supplier<Journal> journal;
    private final Supplier<Rollback> rollback;
    private final Supplier<Surveys> surveys;
    private final EndedRuns.Runs runs;
    private final Hosts hosts;

    /** For Jenkins. */
    public Recovery() {
        this(Journal::get, Rollback::get, Surveys::get, new EndedRuns.JenkinsRuns(), new JenkinsHosts());
    }

    Recovery(
            Supplier<Journal> journal,
            Supplier<Rollback> rollback,
            Supplier<Surveys> surveys,
            EndedRuns.Runs runs,
            Hosts hosts) {
        this.journal = journal;
        this.rollback = rollback;
        this.surveys = surveys;
        this.runs = runs;
        this.hosts = hosts;
    }

    public static Recovery get() {
        return ExtensionList.lookupSingleton(Recovery.class);
    }

    /** Jenkins is fully up, all jobs are loaded: from now on something may be begun, and whoever waits for that hears of it. */
    public void started() {
        journal.get().controller().started();
        sweep();
        journal.get().changed();
    }

    /** Jenkins goes down in order. */
    public void stopping() {
        AgentOperations.get().stop();
        journal.get().controller().stopped();
    }

    /** Gives back what is due of what is owed by runs that have ended, or that released it. */
    public void sweep() {
        Journal of = journal.get();
        Instant now = of.now();
        part("note hosts without agent", () -> of.noteAgents(host -> !hosts.isWithoutAgent(host), now));
        part("tidy up the journal", () -> of.tidy(now));
        part("give back what is owed", () -> {
            if (of.mayAct()) {
                rollback.get().giveBack(due(of, now));
            }
        });
        part("look at leases", () -> surveys.get().sweep(hosts.all(), host -> hosts.isReachable(host.id())));
    }

    /** What breaks in one part, as in an agent of another plugin, must not keep the others from being done at every sweep. */
    private static void part(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "could not " + what);
        }
    }

    private synchronized List<JournalEntry> due(Journal of, Instant now) {
        EndedRuns ended = new EndedRuns(of, runs);
        return of.openEntries().stream()
                .filter(entry ->
                        entry.getNextTry() == null || Due.hasCome(entry.getNextTry(), now, Transitions.LAST_RETRY))
                .filter(entry -> entry.release != null || ended.isEnded(entry, now))
                .toList();
    }

    private static final class JenkinsHosts implements Hosts {

        @Override
        public List<HostRef> all() {
            return HypervNestedConfiguration.get().getHosts().stream()
                    .map(HostRef::of)
                    .toList();
        }

        @Override
        public boolean isReachable(String id) {
            return AgentOperations.get().isReachable(id);
        }

        @Override
        public boolean isWithoutAgent(String id) {
            return AgentOperations.get().isWithoutAgent(id);
        }
    }
}
