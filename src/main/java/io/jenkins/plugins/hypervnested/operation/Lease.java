package io.jenkins.plugins.hypervnested.operation;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds a VM, what it was before, and who is changing it right now. A value; {@link LeaseRules} makes one from another.
 *
 * @param aspects what somebody changed or may change
 * @param members the entries that hold anything, by entry
 * @param ready entries that have what they want
 * @param actor who has the floor; null when nobody has
 * @param asked a shutdown that was asked for; null when there is none
 * @param stop how the VM is stopped for a rollback
 * @param left entries that have left and may not come back
 * @param tickets entries of runs that wait for others, in order
 * @param unknown fields that a later version wrote
 */
record Lease(
        List<Aspect> aspects,
        Map<String, Member> members,
        Set<String> ready,
        Actor actor,
        Asked asked,
        Stop stop,
        List<Left> left,
        List<Ticket> tickets,
        JsonObject unknown) {

    /**
     * One aspect.
     *
     * @param id which
     * @param shownAs what its object was called when it was recorded, for people; empty where it is the VM itself
     * @param first its value before anybody changed it
     * @param set the value that we last wrote or are about to write; null when none
     * @param wants what each holder wants, the newest last
     * @param unknown fields that a later version wrote
     */
    record Aspect(AspectId id, String shownAs, String first, String set, List<Want> wants, JsonObject unknown) {

        Aspect {
            wants = List.copyOf(wants);
        }

        boolean isHeld() {
            return !wants.isEmpty();
        }

        String newest() {
            return wants.get(wants.size() - 1).value();
        }

        Aspect withSet(String value) {
            return new Aspect(id, shownAs, first, value, wants, unknown);
        }

        Aspect withWants(List<Want> newWants) {
            return new Aspect(id, shownAs, first, set, newWants, unknown);
        }

        AspectRecord record() {
            return new AspectRecord(id.name(), id.object(), first, set == null ? "" : set);
        }
    }

    /** What one entry wants of an aspect. */
    record Want(String entry, String value, JsonObject unknown) {

        Want(String entry, String value) {
            this(entry, value, new JsonObject());
        }
    }

    /**
     * An entry that holds something.
     *
     * @param run its run
     * @param controller the controller's id
     * @param incarnation the controller's start that last wrote here
     * @param shownAs how people know the run
     * @param since when it joined, by the clock of whoever wrote it, as ISO text: only ever shown
     * @param unknown fields that a later version wrote
     */
    record Member(String run, String controller, String incarnation, String shownAs, String since, JsonObject unknown) {

        Member writtenBy(String start) {
            return new Member(run, controller, start, shownAs, since, unknown);
        }
    }

    /** Who has the floor: the entry, an epoch never used twice, the boot it acts in, and its process there. */
    record Actor(String entry, String epoch, String boot, long process, long started, JsonObject unknown) {

        Actor(String entry, String epoch, String boot, long process, long started) {
            this(entry, epoch, boot, process, started, new JsonObject());
        }
    }

    /**
     * A shutdown that was asked for.
     *
     * @param entry by which entry
     * @param boot in which boot of the machine
     * @param at when, in milliseconds of that boot
     * @param until how long it is awaited, in milliseconds of that boot
     * @param unknown fields that a later version wrote
     */
    record Asked(String entry, String boot, long at, long until, JsonObject unknown) {

        Asked(String entry, String boot, long at, long until) {
            this(entry, boot, at, until, new JsonObject());
        }
    }

    /**
     * What a rollback may do to the power, recorded when the VM is joined.
     *
     * @param boundMillis how long a guest may take to shut down
     * @param force whether it may be turned off then: granted only by all who joined
     * @param restorePower whether a VM that ran first is started again: asked for by any who joined
     * @param unknown fields that a later version wrote
     */
    record Stop(long boundMillis, boolean force, boolean restorePower, JsonObject unknown) {

        static final Stop GRACEFUL = new Stop(Bounds.SHUTDOWN.toMillis(), false, true, new JsonObject());
    }

    /** An entry that left: joins of it are refused until then (milliseconds of that boot). */
    record Left(String entry, String boot, long until, JsonObject unknown) {

        Left(String entry, String boot, long until) {
            this(entry, boot, until, new JsonObject());
        }
    }

    /** An entry that waits: its run, what it wants, and when (milliseconds of that boot) its controller last asked. */
    record Ticket(
            String entry,
            String run,
            String shownAs,
            Map<AspectId, String> wants,
            String boot,
            long refreshed,
            JsonObject unknown) {

        Ticket {
            wants = Map.copyOf(wants);
        }

        Ticket(String entry, String run, String shownAs, Map<AspectId, String> wants, String boot, long refreshed) {
            this(entry, run, shownAs, wants, boot, refreshed, new JsonObject());
        }

        boolean isLive(Clock now) {
            return boot.equals(now.boot()) && now.millis() - refreshed <= Bounds.TICKET.toMillis();
        }
    }

    static final Lease EMPTY =
            new Lease(List.of(), Map.of(), Set.of(), null, null, Stop.GRACEFUL, List.of(), List.of(), new JsonObject());

    Lease {
        aspects = List.copyOf(aspects);
        members = new LinkedHashMap<>(members);
        ready = new LinkedHashSet<>(ready);
        left = List.copyOf(left);
        tickets = List.copyOf(tickets);
    }

    Lease withAspects(List<Aspect> newAspects) {
        return new Lease(newAspects, members, ready, actor, asked, stop, left, tickets, unknown);
    }

    Lease without(AspectId id) {
        return withAspects(aspects.stream().filter(a -> !a.id().equals(id)).toList());
    }

    Lease withMembers(Map<String, Member> newMembers, Set<String> newReady) {
        return new Lease(aspects, newMembers, newReady, actor, asked, stop, left, tickets, unknown);
    }

    Lease withoutReady(String entry) {
        Set<String> others = new LinkedHashSet<>(ready);
        others.remove(entry);
        return withMembers(members, others);
    }

    Lease withActor(Actor newActor) {
        return new Lease(aspects, members, ready, newActor, asked, stop, left, tickets, unknown);
    }

    Lease withAsked(Asked newAsked) {
        return new Lease(aspects, members, ready, actor, newAsked, stop, left, tickets, unknown);
    }

    Lease withStop(Stop newStop) {
        return new Lease(aspects, members, ready, actor, asked, newStop, left, tickets, unknown);
    }

    Lease withLeft(List<Left> newLeft) {
        return new Lease(aspects, members, ready, actor, asked, stop, newLeft, tickets, unknown);
    }

    Lease withTickets(List<Ticket> newTickets) {
        return new Lease(aspects, members, ready, actor, asked, stop, left, newTickets, unknown);
    }

    Optional<Aspect> aspect(AspectId id) {
        return aspects.stream().filter(a -> a.id().equals(id)).findFirst();
    }

    /**
     * {@return what a run was given and does not find any more, as when a checkpoint was applied; empty while somebody acts} Power is
     * not among it: a run may restart what it holds.
     */
    Optional<Aspect> reverted(Subject subject, String run) {
        return aspects.stream()
                .filter(a -> actor == null && a.isHeld() && !a.id().equals(AspectId.POWER))
                .filter(a -> isReadyOf(a.wants().get(a.wants().size() - 1).entry(), run))
                .filter(a -> a.id().valueOf(subject)
                        .filter(v -> !a.id().fits(a.newest(), v))
                        .isPresent())
                .findFirst();
    }

    private boolean isReadyOf(String entry, String run) {
        Member member = members.get(entry);
        return ready.contains(entry) && member != null && member.run().equals(run);
    }

    boolean isHeldBy(String entry) {
        return aspects.stream()
                .anyMatch(a -> a.wants().stream().anyMatch(w -> w.entry().equals(entry)));
    }

    boolean hasLeft(String entry) {
        return left.stream().anyMatch(l -> l.entry().equals(entry));
    }

    String epoch() {
        return actor == null ? null : actor.epoch();
    }

    /** {@return entries of other runs that have what they want and must not be interrupted} */
    List<String> othersReady(String run) {
        List<String> others = new ArrayList<>();
        for (String entry : ready) {
            Member member = members.get(entry);
            if (member == null || !member.run().equals(run)) {
                others.add(entry);
            }
        }
        return others;
    }

    /** {@return what the journal keeps of it} */
    List<AspectRecord> records() {
        return aspects.stream().map(Aspect::record).toList();
    }
}
