package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Switch, NAT and gateway on a machine, then the network of each of its VMs that is named. */
final class NatWork implements InsideOperation.Work {

    private static final int WINDOWS_10 = 10240;

    private final Journey journey;
    private final Request request;
    private final Nat nat;

    NatWork(Journey journey, Nat nat) {
        this.journey = journey;
        this.request = journey.request;
        this.nat = nat;
    }

    @Override
    public VmResult enter(Journey.Stop stop) throws MachineException, InterruptedException {
        Map<Nat.Guest, VmState> guests = guests(stop);
        NetworkFailures failures = new NetworkFailures(stop.identity().name());
        VmResult made = journey.take(
                stop,
                Subject.NETWORK,
                request,
                (target, context) -> new NetworkTask(target, context, new NatWish(nat, failures)));
        if (made.end() != VmResult.End.DONE) {
            return made;
        }
        for (Map.Entry<Nat.Guest, VmState> guest : guests.entrySet()) {
            VmResult trouble = enter(stop, guest.getKey(), guest.getValue());
            if (trouble != null) {
                return trouble;
            }
        }
        return null;
    }

    /** {@return the VM of each guest, which is there and can be reached} Asked before anything is made. */
    private Map<Nat.Guest, VmState> guests(Journey.Stop stop) throws MachineException, InterruptedException {
        Map<Nat.Guest, VmState> guests = new LinkedHashMap<>();
        if (nat.guests().isEmpty()) {
            return guests;
        }
        List<VmRef> named = nat.guests().stream().map(g -> VmRef.parse(g.vm())).toList();
        Map<VmRef, List<VmState>> found = stop.machine().find(named);
        Failures failures = new Failures(stop.identity().name());
        for (Nat.Guest guest : nat.guests()) {
            List<VmState> fits = found.getOrDefault(VmRef.parse(guest.vm()), List.of());
            if (fits.size() != 1) {
                throw new MachineException(
                        fits.isEmpty()
                                ? failures.notFound(guest.vm())
                                : failures.ambiguous(
                                        guest.vm(),
                                        fits.stream().map(VmState::id).toList()));
            }
            boolean on = AspectId.POWER.valueOf(fits.get(0)).orElseThrow().equals(AspectId.ON);
            if (!on && !request.options().start()) {
                throw new MachineException(failures.notRunning(fits.get(0)));
            }
            // VMs inside a VM belong to whoever may log in there; those of a registered host are allowed by its
            // administrator
            if (journey.isInMachineItself()
                    && !request.allowedVms().allows(fits.get(0).name())) {
                throw new MachineException(failures.notAllowed(fits.get(0)));
            }
            if (guests.containsValue(fits.get(0))) {
                throw new MachineException(failures.ambiguous(guest.vm(), List.of("named twice in this step")));
            }
            guests.put(guest, fits.get(0));
        }
        requireWindows(stop, guests);
        return guests;
    }

    private void requireWindows(Journey.Stop stop, Map<Nat.Guest, VmState> guests)
            throws MachineException, InterruptedException {
        Map<String, Answer<VmDetails>> details =
                stop.machine().inspect(guests.values().stream().map(VmState::id).toList());
        for (Map.Entry<Nat.Guest, VmState> guest : guests.entrySet()) {
            Optional<VmDetails> told = details.get(guest.getValue().id()).asOptional();
            boolean other = told.filter(d -> !d.guestSystem().isEmpty() && d.guestBuild() < WINDOWS_10)
                    .isPresent();
            if (other) {
                String system =
                        told.get().guestSystem() + " (build " + told.get().guestBuild() + ")";
                throw new MachineException(new NetworkFailures(stop.identity().name())
                        .notWindows(guest.getKey().vm(), system));
            }
        }
    }

    private VmResult enter(Journey.Stop stop, Nat.Guest guest, VmState vm)
            throws MachineException, InterruptedException {
        Journey.Stop ofVm = stop.labelled(vm.name());
        NetworkFailures failures = new NetworkFailures(stop.identity().name());
        String switchId = switchId(stop);
        Adapter adapter = adapter(guest, vm, switchId, failures);
        Map<AspectId, String> connections =
                guest.connect() ? Map.of(AspectId.connection(adapter.id()), switchId) : Map.of();
        boolean on = AspectId.POWER.valueOf(vm).orElseThrow().equals(AspectId.ON);
        VmResult held = on ? null : hold(ofVm, vm, connections);
        if (held != null && held.end() != VmResult.End.DONE) {
            return held;
        }
        Place.Hop hop = new Place.Hop(vm.id(), vm.name(), guest.login());
        Journey.Stop inside =
                Entrance.enter(journey, stop, hop, vm.name(), request.options().timeout());
        try (Machine system = inside.machine()) {
            held = on ? hold(ofVm, vm, connections) : held;
            if (held.end() != VmResult.End.DONE) {
                return held;
            }
            VmResult set = journey.take(
                    inside,
                    Subject.NETWORK,
                    request,
                    (target, context) -> new NetworkTask(target, context, new GuestWish(guest, adapter, failures)));
            return set.end() == VmResult.End.DONE ? null : set;
        }
    }

    private VmResult hold(Journey.Stop stop, VmState vm, Map<AspectId, String> connections)
            throws MachineException, InterruptedException {
        return journey.take(
                stop,
                vm.id(),
                request,
                (target, context) -> new HoldTask(target, vm.id(), context, connections, nat.switchName()));
    }

    private String switchId(Journey.Stop stop) throws MachineException, InterruptedException {
        NetworkState network = network(stop);
        List<NetworkState.Switch> named = network.switchesNamed(nat.switchName());
        if (named.size() != 1) {
            throw new MachineException(new NetworkFailures(stop.identity().name())
                    .switchTaken(nat.switchName(), named.size() + " switches"));
        }
        return named.get(0).id();
    }

    private static NetworkState network(Journey.Stop stop) throws MachineException, InterruptedException {
        Answer<Observation> answer =
                stop.machine().observe(List.of(Subject.NETWORK)).get(Subject.NETWORK);
        if (answer.isFailure()) {
            throw new MachineException(answer.failure());
        }
        return answer.value().network();
    }

    /** {@return the VM's adapter that is meant: of that name, or the only one, or the one on the switch; null where none stands out} */
    private static Adapter adapter(Nat.Guest guest, VmState vm, String switchId, NetworkFailures failures)
            throws MachineException {
        List<Adapter> named = vm.adapters().stream()
                .filter(a -> a.name().equals(guest.adapter()))
                .toList();
        List<Adapter> connected = vm.adapters().stream()
                .filter(a -> a.switchId().equals(switchId))
                .toList();
        for (List<Adapter> choice : List.of(named, vm.adapters(), connected)) {
            if (choice.size() == 1) {
                return choice.get(0);
            }
        }
        if (guest.connect()) {
            Failure failure = failures.noAdapter(
                    guest, vm.adapters().stream().map(a -> "'" + a.name() + "'").toList());
            throw new MachineException(failure);
        }
        return null;
    }

    @Override
    public void plan(Journey.Stop stop) throws MachineException, InterruptedException {
        if (stop != null) {
            guests(stop);
            NetworkState network = network(stop);
            NatWish wish = new NatWish(nat, new NetworkFailures(stop.identity().name()));
            Optional<NetworkWish.Conflict> conflict = wish.conflict(network);
            if (conflict.isPresent()) {
                throw new MachineException(conflict.get().failure());
            }
            NetworkPlan.missing(network, wish.wants(network)).forEach(journey::plan);
        } else {
            NetworkPlan.missing(NetworkPlan.NOTHING, new NatWish(nat, null).wants(NetworkPlan.NOTHING))
                    .forEach(journey::plan);
        }
        for (Nat.Guest guest : nat.guests()) {
            journey.plan(guest.vm() + ": give address " + guest.address() + "/" + guest.prefixLength()
                    + (guest.gateway().isEmpty() ? "" : ", gateway " + guest.gateway())
                    + (guest.dns().isEmpty() ? "" : ", DNS servers " + String.join(", ", guest.dns()))
                    + (guest.connect() ? " and connect it to switch '" + nat.switchName() + "'" : ""));
        }
    }
}
