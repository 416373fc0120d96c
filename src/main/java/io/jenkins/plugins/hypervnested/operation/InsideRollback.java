package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives back what an entry holds inside a VM and inside its VMs, innermost first: guests, network or role, the VM itself. Where it has to look
 * is known from the leases as well as from the journal, because whoever joined may have died before the journal heard of it. A VM
 * that is off is started for it, under its own lease, and is turned off again with it.
 */
final class InsideRollback {

    private static final Duration ENTRANCE = Duration.ofMinutes(10);
    private static final Duration GONE_FOR_GOOD = Duration.ofSeconds(60);

    private final Journey journey;
    private final Journey.Stop host;
    private final Request leaving;
    private final Request leavingRole;
    /** Whether what is recorded is all that was joined, because it was this very process that joined. */
    private final boolean knowsAll;

    private final Request entering;

    InsideRollback(Journey journey, Journey.Stop host) {
        this(journey, host, journey.request.options().rollback(), false);
    }

    /**
     * @param restores false keeps what was done, and only lets go of it
     * @param knowsAll whether what is recorded is all that was joined
     */
    InsideRollback(Journey journey, Journey.Stop host, boolean restores, boolean knowsAll) {
        this.journey = journey;
        this.host = host;
        this.knowsAll = knowsAll;
        Request of = journey.request;
        Options options = of.options().withTimeout(Bounds.ROLL_BACK);
        this.leaving = with(of, Request.Kind.ROLL_BACK, options.withRollback(restores));
        // what took Windows many minutes and restarts is not taken back because of a failure, unless that was asked for
        this.leavingRole = with(of, Request.Kind.ROLL_BACK, options);
        Request.Kind kind = options.inside().nat() == null ? Request.Kind.INSTALL : Request.Kind.NAT;
        this.entering = with(of, kind, options.withStart(true).withWhenHeld(Options.WhenHeld.WAIT));
    }

    private static Request with(Request of, Request.Kind kind, Options options) {
        return new Request(kind, of.targets(), options, of.expected(), of.allowedVms(), of.asker());
    }

    VmResult run(VmState vm) throws MachineException, InterruptedException {
        try {
            VmResult trouble = vm == null ? inside(host) : throughVm(vm);
            if (trouble == null) {
                return journey.end(VmResult.End.RESTORED, false, null);
            }
            return trouble.end() == VmResult.End.WAITING
                    ? journey.end(VmResult.End.WAITING, true, null)
                    : journey.end(VmResult.End.FAILED, true, trouble.failure());
        } catch (MachineException e) {
            return journey.end(VmResult.End.FAILED, true, e.failure());
        }
    }

    private VmResult throughVm(VmState vm) throws MachineException, InterruptedException {
        Observation seen = observe(host, vm.id());
        Standing standing = Standing.of(seen.lease(), journey.entry());
        boolean recorded = journey.places().stream().anyMatch(p -> !p.hops().isEmpty());
        if (standing.isHeld() && !knowsAll || recorded && !standing.hasLeft()) {
            VmResult trouble = run(host, vm.id(), "");
            if (trouble == null) {
                trouble = journey.request.options().inside().nat() == null ? role(vm) : network(vm);
            }
            if (trouble != null) {
                return trouble;
            }
        }
        return leave(host, vm.id());
    }

    /** Has a VM run, if it does not. */
    private VmResult run(Journey.Stop stop, String vmId, String label) throws MachineException, InterruptedException {
        VmState vm = observe(stop, vmId).vm();
        if (AspectId.POWER.valueOf(vm).orElseThrow().equals(AspectId.ON)) {
            return null;
        }
        journey.say(label, "is not on: starts it, to put back what is inside");
        return orTrouble(journey.take(
                stop.labelled(label), vmId, entering, (target, context) -> HoldTask.givingBack(target, vmId, context)));
    }

    private VmResult network(VmState vm) throws MachineException, InterruptedException {
        Place.Hop hop = new Place.Hop(
                vm.id(), vm.name(), journey.request.options().inside().login());
        Journey.Stop inside = Entrance.enter(journey, host, hop, "", ENTRANCE);
        try (Machine guest = inside.machine()) {
            return inside(inside);
        }
    }

    /** Others of this run may be interrupted, and nobody waits for this entry any more; so two that leave do not wait for each other. */
    private VmResult role(VmState vm) throws MachineException, InterruptedException {
        VmResult held =
                journey.take(host, vm.id(), entering, (target, context) -> HoldTask.resting(target, vm.id(), context));
        if (held.end() != VmResult.End.DONE) {
            return held;
        }
        LeaseSeen seen = observe(host, vm.id()).lease();
        Lease lease = seen.text() == null ? Lease.EMPTY : LeaseText.read(seen.text());
        String user = lease.othersReady(journey.target.holder().run()).stream()
                .findFirst()
                .map(entry -> LeaseRules.shown(lease, entry))
                .orElse(null);
        return orTrouble(new RoleWork(journey, host, vm, user).work(leavingRole, entering));
    }

    /** The guests of the VMs of a machine, then its own network. */
    private VmResult inside(Journey.Stop stop) throws MachineException, InterruptedException {
        Set<String> guests = guests(stop, stop.machine().leases());
        for (String vmId : guests) {
            VmResult trouble = guest(stop, vmId);
            if (trouble != null) {
                return trouble;
            }
        }
        if (!knowsAll) {
            VmResult trouble = leaveOthers(stop, guests);
            if (trouble != null) {
                return trouble;
            }
        }
        return orTrouble(journey.take(
                stop, Subject.NETWORK, leaving, (target, context) -> new NetworkTask(target, context, null)));
    }

    /** {@return the VMs of a machine that the entry holds, or has not given back as far as is recorded} */
    private Set<String> guests(Journey.Stop stop, Map<String, LeaseSeen> leases) {
        Set<String> guests = new LinkedHashSet<>();
        int depth = stop.place().hops().size();
        for (Place place : journey.places()) {
            if (place.hops().size() > depth) {
                guests.add(place.hops().get(depth).vmId());
            } else if (place.hops().size() == depth && Subject.isVm(place.subject()) && stop != host) {
                guests.add(place.subject());
            }
        }
        leases.forEach((subject, lease) -> {
            Standing standing = Standing.of(lease, journey.entry());
            if (Subject.isVm(subject) && (standing.isHeld() || standing.hasLeft())) {
                guests.add(subject);
            }
        });
        guests.remove("");
        return guests;
    }

    /** A request to join that is still on its way to one of them has to be refused when it lands. */
    private VmResult leaveOthers(Journey.Stop stop, Set<String> done) throws MachineException, InterruptedException {
        List<VmRef> named = journey.request.options().inside().nat().guests().stream()
                .map(g -> VmRef.parse(g.vm()))
                .toList();
        if (named.isEmpty() || !stop.machine().describe().hyperVModule()) {
            return null;
        }
        for (List<VmState> found : stop.machine().find(named).values()) {
            for (VmState vm : found) {
                boolean left = done.contains(vm.id())
                        || Standing.of(observe(stop, vm.id()).lease(), journey.entry())
                                .hasLeft();
                VmResult trouble = left ? null : leave(stop.labelled(vm.name()), vm.id());
                if (trouble != null) {
                    return trouble;
                }
            }
        }
        return null;
    }

    private VmResult guest(Journey.Stop stop, String vmId) throws MachineException, InterruptedException {
        Optional<VmState> found = find(stop, vmId);
        if (found.isEmpty()) {
            Missing missing = new Missing(stop.machine(), stop.machine().describe(), leaving.asker());
            missing.requireProof(name(stop, vmId));
            journey.note("VM " + name(stop, vmId) + " is gone, and what it had with it");
            missing.leave(vmId, journey.entry(), journey.target.joinable()).forEach(journey::note);
            journey.forget(stop.place().of(vmId));
            journey.places().stream()
                    .filter(p -> p.hops().stream().anyMatch(h -> h.vmId().equals(vmId)))
                    .forEach(journey::forget);
            return null;
        }
        VmState vm = found.get();
        boolean wasInside = !knowsAll || recordedHop(stop, vmId).isPresent();
        if (!wasInside
                || Standing.of(observe(stop, vmId).lease(), journey.entry()).hasLeft()) {
            return leave(stop.labelled(vm.name()), vmId);
        }
        VmResult trouble = run(stop, vmId, vm.name());
        if (trouble != null) {
            return trouble;
        }
        Place.Hop hop = new Place.Hop(vmId, vm.name(), login(stop, vm));
        Journey.Stop inside = Entrance.enter(journey, stop, hop, vm.name(), ENTRANCE);
        try (Machine system = inside.machine()) {
            trouble = orTrouble(journey.take(
                    inside, Subject.NETWORK, leaving, (target, context) -> new NetworkTask(target, context, null)));
        }
        return trouble == null ? leave(stop.labelled(vm.name()), vmId) : trouble;
    }

    /** A VM that is missing is believed to be gone when it is missing again after a minute. */
    private Optional<VmState> find(Journey.Stop stop, String vmId) throws MachineException, InterruptedException {
        Optional<VmState> found = findNow(stop, vmId);
        long begun = stop.machine().describe().clock().millis();
        long now = begun;
        while (found.isEmpty() && now >= begun && now - begun < GONE_FOR_GOOD.toMillis()) {
            journey.say("", "VM " + vmId + " is missing; looks again whether it is gone for good");
            stop.machine()
                    .await(
                            Map.of(
                                    Subject.NETWORK,
                                    observe(stop, Subject.NETWORK).subject().fingerprint()),
                            Bounds.SLICE);
            now = stop.machine().describe().clock().millis();
            found = now - begun < GONE_FOR_GOOD.toMillis() ? found : findNow(stop, vmId);
        }
        return found;
    }

    private static Optional<VmState> findNow(Journey.Stop stop, String vmId)
            throws MachineException, InterruptedException {
        VmRef id = VmRef.id(vmId);
        return stop.machine().find(List.of(id)).getOrDefault(id, List.of()).stream()
                .findFirst();
    }

    private String name(Journey.Stop stop, String vmId) {
        return recordedHop(stop, vmId).map(h -> "'" + h.vmName() + "'").orElse(vmId);
    }

    private Optional<Place.Hop> recordedHop(Journey.Stop stop, String vmId) {
        int depth = stop.place().hops().size();
        return journey.places().stream()
                .filter(p -> p.hops().size() > depth)
                .map(p -> p.hops().get(depth))
                .filter(h -> h.vmId().equals(vmId))
                .findFirst();
    }

    /** As the step said for that VM; else as it was entered then. */
    private String login(Journey.Stop stop, VmState vm) {
        Inside inside = journey.request.options().inside();
        return inside.nat().guests().stream()
                .filter(g -> VmRef.parse(g.vm()).fits(vm))
                .map(Nat.Guest::login)
                .findFirst()
                .or(() -> recordedHop(stop, vm.id()).map(Place.Hop::login))
                .orElse(inside.login());
    }

    private VmResult leave(Journey.Stop stop, String vmId) throws MachineException, InterruptedException {
        return orTrouble(journey.take(stop, vmId, leaving, (target, context) -> new VmTask(target, vmId, context)));
    }

    private static VmResult orTrouble(VmResult result) {
        return switch (result.end()) {
            case DONE, RESTORED, PASSED_ON -> null;
            case WAITING, FAILED -> result;
        };
    }

    private static Observation observe(Journey.Stop stop, String subject)
            throws MachineException, InterruptedException {
        Answer<Observation> answer = stop.machine().observe(List.of(subject)).get(subject);
        if (answer.isFailure()) {
            throw new MachineException(answer.failure());
        }
        return answer.value();
    }
}
