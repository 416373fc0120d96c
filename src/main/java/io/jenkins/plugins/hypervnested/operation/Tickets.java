package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queue of a lease: who waits for others, in order, and who has to. */
final class Tickets {

    private Tickets() {}

    /** {@return who of another run wants something else, or waits longer for something else; empty when nobody does} */
    static Optional<String> conflict(Lease lease, Holder holder, Map<AspectId, String> wants, Clock now) {
        for (Lease.Aspect aspect : lease.aspects()) {
            for (Lease.Want want : aspect.wants()) {
                Lease.Member member = lease.members().get(want.entry());
                boolean other = member == null || !member.run().equals(holder.run());
                if (other && !want.value().equals(wants.getOrDefault(aspect.id(), want.value()))) {
                    return Optional.of(LeaseRules.shown(lease, want.entry()));
                }
            }
        }
        for (Lease.Ticket ticket : lease.tickets()) {
            if (ticket.entry().equals(holder.entry())) {
                break;
            }
            boolean differs = ticket.wants().entrySet().stream()
                    .anyMatch(w -> !w.getValue().equals(wants.getOrDefault(w.getKey(), w.getValue())));
            if (ticket.isLive(now) && !ticket.run().equals(holder.run()) && differs) {
                return Optional.of(ticket.shownAs() + ", which waits longer");
            }
        }
        return Optional.empty();
    }

    /** Keeps or renews a place in the queue; the places of those who stopped asking are dropped. */
    static Lease queue(Lease lease, Holder holder, Map<AspectId, String> wants, Clock now) {
        List<Lease.Ticket> tickets = new ArrayList<>();
        Lease.Ticket mine =
                new Lease.Ticket(holder.entry(), holder.run(), holder.shownAs(), wants, now.boot(), now.millis());
        boolean placed = false;
        for (Lease.Ticket ticket : lease.tickets()) {
            if (ticket.entry().equals(holder.entry())) {
                tickets.add(mine);
                placed = true;
            } else if (ticket.isLive(now)) {
                tickets.add(ticket);
            }
        }
        if (!placed) {
            tickets.add(mine);
        }
        return lease.withTickets(tickets);
    }

    static List<Lease.Ticket> without(Lease lease, String entry) {
        return lease.tickets().stream().filter(t -> !t.entry().equals(entry)).toList();
    }
}
