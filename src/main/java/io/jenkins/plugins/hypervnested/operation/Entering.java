package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Join, then take the floor: how an entry comes to hold a VM. */
final class Entering {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Entering() {}

    static Move decide(LeaseTask task) {
        if (task.lease.hasLeft(task.entry())) {
            return task.end(VmResult.End.FAILED, false, task.failures.hasLeft(task.about()));
        }
        return task.lease.isHeldBy(task.entry()) ? act(task) : join(task);
    }

    /** {@return what a request wants of a VM as it is} */
    static Map<AspectId, String> wants(Request request, VmState vm) {
        Map<AspectId, String> wants = new LinkedHashMap<>();
        if (request.kind() != Request.Kind.SPOOF) {
            wants.put(AspectId.NESTING, AspectId.onOff(request.kind() == Request.Kind.ENABLE));
        }
        boolean runs = AspectId.POWER.valueOf(vm).filter(AspectId.ON::equals).isPresent();
        if (request.options().start() || runs && request.kind() != Request.Kind.SPOOF) {
            wants.put(AspectId.POWER, AspectId.ON);
        }
        Options.Spoofing spoofing = request.options().spoofing();
        for (Adapter adapter : Spoofing.adapters(spoofing, vm)) {
            wants.put(AspectId.spoofing(adapter.id()), AspectId.onOff(spoofing.on()));
        }
        return wants;
    }

    private static Move join(LeaseTask task) {
        Optional<Move> objection = task.objection();
        if (objection.isPresent()) {
            return objection.get();
        }
        Optional<Lease.Aspect> reverted = task.lease.reverted(task.seen.subject(), task.run());
        if (reverted.isPresent()) {
            return task.fail(reverted(task, reverted.get()));
        }
        Map<AspectId, String> wants = task.wants();
        if (wants.isEmpty()) {
            // who wants nothing never holds anything, and would join for ever
            return task.fail(new LeaseFailures(task.failures.machine()).wantsNothing(task.about()));
        }
        Optional<String> conflict = Tickets.conflict(task.lease, task.target.holder(), wants, task.seen.clock());
        if (conflict.isPresent()) {
            return stand(task, wants, conflict.get());
        }
        String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Lease joined = LeaseRules.join(
                task.lease, task.seen.subject(), task.target.holder(), wants, task.request.options(), since);
        boolean waits =
                task.interrupts(joined) && !joined.othersReady(task.run()).isEmpty();
        if (waits || Floor.of(task) != Floor.FREE) {
            return task.write(joined, LeaseWrite.Floor.KEEP, () -> task.joined(joined));
        }
        return takeFloor(task, joined, true);
    }

    private static Failure reverted(LeaseTask task, Lease.Aspect aspect) {
        String shown = aspect.id().valueOf(task.seen.subject()).orElse("gone");
        return task.failures.reverted(
                task.about(), aspect.id().shown(task.seen.subject(), aspect.shownAs()), aspect.newest(), shown);
    }

    private static Move act(LeaseTask task) {
        var others = task.lease.othersReady(task.run());
        return switch (Floor.of(task)) {
            case MINE -> task.reconcile();
            case SILENT -> new Move.EndActor(task.lease.actor().epoch());
            case TAKEN ->
                new Move.Wait("waits for "
                        + LeaseRules.shown(task.lease, task.lease.actor().entry()) + ", which is changing "
                        + task.about().shown());
            case FREE ->
                task.interrupts(task.lease) && !others.isEmpty()
                        ? stand(task, task.wants(), LeaseRules.shown(task.lease, others.get(0)))
                        : takeFloor(task, task.lease, false);
        };
    }

    static Move takeFloor(LeaseTask task, Lease lease, boolean joins) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String epoch = HexFormat.of().formatHex(random);
        Lease next = LeaseRules.takeFloor(lease, task.seen, task.entry(), epoch);
        return task.write(next, LeaseWrite.Floor.TAKE, () -> {
            task.epoch = epoch;
            if (joins) {
                task.joined(next);
            }
        });
    }

    /** Somebody else stands in the way: fail, or keep a place in the queue and come back later. */
    static Move stand(LeaseTask task, Map<AspectId, String> wants, String by) {
        if (task.request.options().whenHeld() == Options.WhenHeld.FAIL) {
            return task.fail(task.failures.held(task.about(), by));
        }
        Lease queued = Tickets.queue(task.lease, task.target.holder(), wants, task.seen.clock());
        return task.write(queued, LeaseWrite.Floor.KEEP, () -> {
            task.notes.add("waits for " + by);
            task.end(VmResult.End.WAITING, queued.isHeldBy(task.entry()), null);
        });
    }
}
