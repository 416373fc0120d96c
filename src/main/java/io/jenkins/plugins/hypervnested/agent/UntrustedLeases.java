package io.jenkins.plugins.hypervnested.agent;

import static io.jenkins.plugins.hypervnested.agent.Untrusted.exact;
import static io.jenkins.plugins.hypervnested.agent.Untrusted.require;
import static io.jenkins.plugins.hypervnested.agent.Untrusted.text;

import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.List;

/** Checks and bounds what a survey found, as {@link Untrusted} does with the rest of an answer. */
final class UntrustedLeases {

    private static final int NAME = 1000;
    private static final int MOST_LEASES = 5000;
    private static final int MOST_HOLDERS = 1000;
    private static final int MOST_WANTS = 1000;

    private UntrustedLeases() {}

    /**
     * @throws IllegalArgumentException when it is not an answer to that request
     */
    static List<FoundLease> checked(List<FoundLease> leases, Request request) {
        if (leases == null) {
            throw new IllegalArgumentException("no list of leases");
        }
        require(leases.size() <= MOST_LEASES, "too many leases");
        require(leases.isEmpty() || request.kind() == Request.Kind.SURVEY, "leases that nobody asked for");
        return leases.stream().map(UntrustedLeases::lease).toList();
    }

    private static FoundLease lease(FoundLease lease) {
        require(lease != null && lease.holders().size() <= MOST_HOLDERS, "too many holders");
        return new FoundLease(
                exact(lease.subject(), NAME),
                text(lease.name(), NAME),
                text(lease.problem(), NAME),
                lease.holders().stream().map(UntrustedLeases::holder).toList(),
                Untrusted.aspects(lease.aspects()),
                text(lease.actor(), NAME));
    }

    private static FoundHolder holder(FoundHolder holder) {
        require(holder != null && holder.wants().size() <= MOST_WANTS, "too many wants");
        return new FoundHolder(
                exact(holder.entry(), NAME),
                exact(holder.run(), NAME),
                exact(holder.controller(), NAME),
                exact(holder.incarnation(), NAME),
                text(holder.shownAs(), NAME),
                text(holder.since(), NAME),
                holder.ready(),
                holder.wants().stream().map(want -> text(want, NAME)).toList());
    }
}
