package io.jenkins.plugins.hypervnested.operation;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The transitions of the lease protocol, each a pure function of a lease and what was observed with it. They are those of the
 * executable model: join, leave, take the floor, give it up when done.
 */
final class LeaseRules {

    /**
     * How many that left are remembered at most. What was remembered before a restart of the machine is remembered anew after it, so on a
     * machine that is restarted for each run nothing would ever be forgotten.
     */
    private static final int MOST_LEFT = 100;

    private LeaseRules() {}

    /**
     * Adds an entry as the newest holder of what it wants. An aspect held for the first time records its value, and nesting
     * records power with it: an actor changes only what the lease has recorded, so what is not recorded is as it was.
     */
    static Lease join(
            Lease lease, Subject subject, Holder holder, Map<AspectId, String> wants, Options options, String now) {
        Map<AspectId, Lease.Aspect> aspects = new LinkedHashMap<>();
        lease.aspects().forEach(a -> aspects.put(a.id(), a));
        wants.forEach((id, value) -> {
            Lease.Aspect aspect = aspects.computeIfAbsent(id, i -> fresh(i, subject));
            List<Lease.Want> newest = new ArrayList<>(aspect.wants());
            newest.add(new Lease.Want(holder.entry(), value));
            aspects.put(id, aspect.withWants(newest));
        });
        if (wants.containsKey(AspectId.NESTING)) {
            aspects.computeIfAbsent(AspectId.POWER, id -> fresh(id, subject));
        }
        Map<String, Lease.Member> members = new LinkedHashMap<>(lease.members());
        members.put(
                holder.entry(),
                new Lease.Member(
                        holder.run(),
                        holder.controller(),
                        holder.incarnation(),
                        holder.shownAs(),
                        now,
                        new JsonObject()));
        boolean alone = lease.members().isEmpty();
        boolean force = options.restart() == Options.Restart.FORCE
                && (alone || lease.stop().force());
        boolean restorePower = options.restorePower() || !alone && lease.stop().restorePower();
        return lease.withAspects(List.copyOf(aspects.values()))
                .withMembers(members, lease.ready())
                .withStop(new Lease.Stop(
                        Bounds.SHUTDOWN.toMillis(),
                        force,
                        restorePower,
                        lease.stop().unknown()))
                .withTickets(Tickets.without(lease, holder.entry()));
    }

    /** Records the power of a VM that is to be stopped for something that does not record it by itself. */
    static Lease recordPower(Lease lease, VmState vm) {
        if (lease.aspect(AspectId.POWER).isPresent()) {
            return lease;
        }
        List<Lease.Aspect> aspects = new ArrayList<>(lease.aspects());
        aspects.add(fresh(AspectId.POWER, vm));
        return lease.withAspects(aspects);
    }

    private static Lease.Aspect fresh(AspectId id, Subject subject) {
        return new Lease.Aspect(
                id, id.objectIn(subject), id.valueOf(subject).orElseThrow(), null, List.of(), new JsonObject());
    }

    /** Takes an entry out of all that it holds, and remembers that it left, whether it held anything or not. */
    static Lease leave(Lease lease, String entry, Clock now, Duration joinable) {
        List<Lease.Aspect> aspects = new ArrayList<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            aspects.add(aspect.withWants(aspect.wants().stream()
                    .filter(w -> !w.entry().equals(entry))
                    .toList()));
        }
        Map<String, Lease.Member> members = new LinkedHashMap<>(lease.members());
        members.remove(entry);
        Set<String> ready = new LinkedHashSet<>(lease.ready());
        ready.remove(entry);
        List<Lease.Left> left = new ArrayList<>(lease.left());
        left.removeIf(l -> l.entry().equals(entry));
        left.add(new Lease.Left(
                entry,
                now.boot(),
                now.millis() + joinable.plus(Bounds.REMEMBER_LEFT).toMillis()));
        if (left.size() > MOST_LEFT) {
            left.remove(0);
        }
        return lease.withAspects(aspects)
                .withMembers(members, ready)
                .withLeft(left)
                .withTickets(Tickets.without(lease, entry));
    }

    /**
     * Takes an entry out whose changes are to stay: what it held counts as the value before from now on, so that the last of the
     * others restores that.
     */
    static Lease leaveKept(Lease lease, String entry, Subject subject, Clock now, Duration joinable) {
        List<Lease.Aspect> aspects = new ArrayList<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            boolean held = aspect.wants().stream().anyMatch(w -> w.entry().equals(entry));
            boolean power = aspect.id().equals(AspectId.POWER);
            Optional<String> value = aspect.id().valueOf(subject);
            aspects.add(
                    (held || power && !aspect.isHeld()) && aspect.id().isKnown() && value.isPresent()
                            ? new Lease.Aspect(
                                    aspect.id(), aspect.shownAs(), value.get(), null, aspect.wants(), aspect.unknown())
                            : aspect);
        }
        return leave(lease.withAspects(aspects), entry, now, joinable);
    }

    /** Gives somebody the floor. */
    static Lease takeFloor(Lease lease, Observation seen, String entry, String epoch) {
        return intend(lease, seen.subject())
                .withActor(new Lease.Actor(entry, epoch, seen.clock().boot(), seen.processId(), seen.processStarted()));
    }

    /**
     * Records for each aspect that is to be changed what it will be set to. Has to be written before the change is told: what was
     * not recorded as ours is taken for somebody else's doing, and not restored.
     */
    static Lease intend(Lease lease, Subject subject) {
        List<Lease.Aspect> aspects = new ArrayList<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            String value = aspect.isHeld() ? aspect.newest() : aspect.first();
            boolean changes = !aspect.id().fits(value, aspect.first())
                    && aspect.id()
                            .valueOf(subject)
                            .filter(shown -> !aspect.id().fits(value, shown))
                            .isPresent();
            aspects.add(changes ? aspect.withSet(Intention.of(aspect, value, subject)) : aspect);
        }
        return lease.withAspects(aspects);
    }

    /**
     * Gives up the floor: drops each aspect that is as it was first and held by nobody, or that somebody else changed; power only
     * after nesting, whose restoring will need it.
     *
     * @param readyEntry the entry that has what it wants now; null when none
     * @return the lease that is left; null when nothing of it has to be kept
     */
    static Lease done(Lease lease, Subject subject, String readyEntry) {
        boolean keepsNesting = lease.aspect(AspectId.NESTING)
                .map(a -> isKept(a, lease, subject))
                .orElse(false);
        List<Lease.Aspect> aspects = new ArrayList<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            if (isKept(aspect, lease, subject) || keepsNesting && aspect.id().equals(AspectId.POWER)) {
                aspects.add(aspect);
            }
        }
        Set<String> ready = new LinkedHashSet<>(lease.ready());
        if (readyEntry != null) {
            ready.add(readyEntry);
        }
        Lease rest = lease.withAspects(aspects)
                .withMembers(lease.members(), ready)
                .withActor(null)
                .withAsked(null);
        return isEmpty(rest) ? null : rest;
    }

    private static boolean isKept(Lease.Aspect aspect, Lease lease, Subject subject) {
        if (aspect.isHeld() || !aspect.id().isKnown()) {
            return true;
        }
        return aspect.id()
                .valueOf(subject)
                .filter(v -> isOurs(aspect, v, lease))
                .isPresent();
    }

    /** Whether an unheld aspect still shows what we made of it, so that it is ours to restore. */
    static boolean isOurs(Lease.Aspect aspect, String value, Lease lease) {
        if (value.equals(aspect.first())) {
            return false;
        }
        if (aspect.id().equals(AspectId.ROLE) && value.equals(AspectId.PENDING)) {
            return aspect.set() != null;
        }
        if (!aspect.id().equals(AspectId.POWER)) {
            return value.equals(aspect.set());
        }
        return aspect.first().equals(AspectId.ON) ? lease.stop().restorePower() : aspect.set() != null;
    }

    /**
     * {@return what each aspect of the lease shall be: the newest holder's value; held by nobody: as it was first, where what it
     * shows is ours} What somebody else changed, what is gone and what this version does not know is not in it.
     */
    static Map<AspectId, String> wanted(Lease lease, Subject subject) {
        Map<AspectId, String> wanted = new LinkedHashMap<>();
        for (Lease.Aspect aspect : lease.aspects()) {
            Optional<String> value = aspect.id().valueOf(subject);
            if (value.isEmpty()) {
                continue;
            }
            if (aspect.isHeld()) {
                wanted.put(aspect.id(), aspect.newest());
            } else if (isOurs(aspect, value.get(), lease)) {
                wanted.put(aspect.id(), aspect.first());
            }
        }
        return wanted;
    }

    /** {@return the lease without what was to be remembered only until now} */
    static Lease forget(Lease lease, Clock now) {
        List<Lease.Left> left = new ArrayList<>();
        for (Lease.Left l : lease.left()) {
            if (!l.boot().equals(now.boot())) {
                // how much of its time was left in another boot, nobody can tell
                long until = now.millis() + Bounds.LONGEST_STEP.toMillis();
                left.add(new Lease.Left(l.entry(), now.boot(), until, l.unknown()));
            } else if (l.until() > now.millis()) {
                left.add(l);
            }
        }
        return lease.withLeft(left);
    }

    static boolean isEmpty(Lease lease) {
        return lease.aspects().isEmpty()
                && lease.members().isEmpty()
                && lease.left().isEmpty()
                && lease.tickets().isEmpty()
                && lease.actor() == null
                && lease.unknown().isEmpty();
    }

    /**
     * Whether a shutdown that was asked for may still come about, so that nobody may conclude anything yet. It came about when the
     * VM is off, or was started since.
     */
    static boolean isAskedOpen(Lease lease, Observation seen) {
        Lease.Asked asked = lease.asked();
        VmState vm = seen.vm();
        boolean on = AspectId.POWER.valueOf(vm).filter(AspectId.ON::equals).isPresent();
        if (asked == null || !on || !asked.boot().equals(seen.clock().boot())) {
            return false;
        }
        long startedAt = seen.clock().millis() - (vm.uptimeSeconds() + 1) * 1000;
        boolean startedSince = vm.power() == PowerState.RUNNING && startedAt > asked.at();
        return !startedSince && seen.clock().millis() < asked.until();
    }

    /** {@return how people know a holder, and since when it holds} */
    static String shown(Lease lease, String entry) {
        Lease.Member member = lease.members().get(entry);
        return member == null ? "the rollback of entry " + entry : member.shownAs() + " (since " + member.since() + ")";
    }
}
