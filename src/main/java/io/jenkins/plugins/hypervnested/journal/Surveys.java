package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sweep over the leases of reachable hosts: what they say that somebody holds. Writes this start of Jenkins into those that it
 * holds; decides nothing. What was found is kept in memory alone.
 */
@Extension
public final class Surveys {

    private static final Logger LOGGER = Logger.getLogger(Surveys.class.getName());

    static final Duration EVERY = Duration.ofHours(1);
    static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    private final Supplier<Journal> journal;
    private final Supplier<OperationStarter> starter;
    private final Map<String, HostSurvey> surveys = new LinkedHashMap<>();

    /** For Jenkins. */
    public Surveys() {
        this(Journal::get, AgentOperations::get);
    }

    Surveys(Supplier<Journal> journal, Supplier<OperationStarter> starter) {
        this.journal = journal;
        this.starter = starter;
    }

    public static Surveys get() {
        return ExtensionList.lookupSingleton(Surveys.class);
    }

    /** {@return what is known of that host's leases; empty when nobody looked since this start} */
    public synchronized Optional<HostSurvey> of(String hostId) {
        return Optional.ofNullable(surveys.get(hostId));
    }

    /** {@return what is known of all hosts} */
    public synchronized List<HostSurvey> all() {
        return new ArrayList<>(surveys.values());
    }

    /** Looks at each host that is reachable and was not looked at for an hour, or not since this start. */
    void sweep(List<HostRef> hosts, Predicate<HostRef> reachable) {
        Instant now = journal.get().now();
        synchronized (this) {
            List<String> ids = hosts.stream().map(HostRef::id).toList();
            surveys.keySet().retainAll(ids);
        }
        if (journal.get().mayAct()) {
            hosts.stream().filter(host -> isDue(host, now)).filter(reachable).forEach(this::survey);
        }
    }

    private boolean isDue(HostRef host, Instant now) {
        HostSurvey last = of(host.id()).orElse(HostSurvey.none(host));
        Duration wait = last.problem().isEmpty() ? EVERY : AFTER_FAILURE;
        return !last.underWay() && Due.hasCome(last.asked().plus(wait), now, wait);
    }

    /**
     * Looks at a host now, unless that is under way; returns at once. While everything is frozen it looks on and writes nothing, so that
     * whoever has to decide sees who is there.
     */
    public void survey(HostRef host) {
        Journal of = journal.get();
        if (of.isReadOnly()) {
            return;
        }
        synchronized (this) {
            HostSurvey last = surveys.getOrDefault(host.id(), HostSurvey.none(host));
            if (last.underWay()) {
                return;
            }
            surveys.put(host.id(), last.asking(host, of.now()));
        }
        Asker asker = of.mayAct() ? of.asker() : null;
        starter.get()
                .start(
                        new OperationOrder(
                                host.id(),
                                host.name(),
                                List.of(),
                                Request.survey(asker, null),
                                List.of(),
                                Duration.ZERO),
                        new Answer(host));
    }

    /**
     * {@return holdings that leases name as ours and that no open entry of ours owes} As when the journal is older than the lease. Those
     * whose entry changed since the look began were given back meanwhile.
     */
    public List<FoundHolding> forgotten() {
        return all().stream()
                .flatMap(survey -> survey.holdings().stream())
                .filter(this::isForgotten)
                .toList();
    }

    /** {@return whether it names this controller} */
    public boolean isOurs(FoundHolding found) {
        return found.holder().controller().equals(journal.get().asker().controller());
    }

    /** {@return whether it is ours, and no open entry owes it} */
    public boolean isForgotten(FoundHolding found) {
        return isOurs(found) && !isOwedOrGivenBack(found);
    }

    /** {@return whether an entry of ours is open for it, or was when it was seen} */
    public boolean isOwedOrGivenBack(FoundHolding found) {
        Instant begun = of(found.host().id()).map(HostSurvey::begun).orElse(Instant.MAX);
        return journal.get()
                .find(found.holder().entry())
                .filter(entry -> entry.isOpen() || !entry.getChanged().isBefore(begun))
                .isPresent();
    }

    private synchronized void update(HostRef host, UnaryOperator<HostSurvey> change) {
        surveys.computeIfPresent(host.id(), (id, survey) -> change.apply(survey));
    }

    /** Compares the starts of this controller that leases name with those that it knows. */
    private void meet(Result result) {
        Asker asker = journal.get().asker();
        result.leases().stream()
                .flatMap(lease -> lease.holders().stream())
                .filter(holder -> holder.controller().equals(asker.controller()))
                .filter(holder ->
                        !holder.incarnation().isEmpty() && !asker.starts().contains(holder.incarnation()))
                .forEach(holder -> journal.get().met(holder.incarnation()));
    }

    /** What comes back from one host. */
    private final class Answer implements OperationListener {

        private final HostRef host;

        Answer(HostRef host) {
            this.host = host;
        }

        @Override
        public void sending(String agent) {
            LOGGER.log(Level.FINE, () -> "looks at the leases of " + host.name() + " through agent " + agent);
        }

        @Override
        public void progress(String vm, String text) {
            LOGGER.log(Level.FINE, () -> host.name() + ": " + text);
        }

        @Override
        public void joined(Joined joined) {
            // a survey joins nothing
        }

        @Override
        public void ended(Outcome outcome) {
            if (outcome.kind() == Outcome.Kind.DONE) {
                Result result = outcome.result();
                meet(result);
                update(host, survey -> survey.answered(result.machine(), result.leases()));
            } else {
                String why = outcome.failure() == null
                        ? StuckReason.of(outcome).toString()
                        : outcome.failure().sentence();
                journal.get().heed(outcome.failure());
                LOGGER.log(Level.FINE, () -> "could not look at the leases of " + host.name() + ": " + why);
                update(host, survey -> survey.failed(why));
            }
            journal.get().changed();
        }
    }
}
