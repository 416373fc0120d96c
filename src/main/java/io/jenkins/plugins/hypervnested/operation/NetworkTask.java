package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The machine's own network, as one subject of an operation. */
final class NetworkTask extends LeaseTask {

    /** How long an address by DHCP is waited for; where none comes, there may be nobody who gives any. */
    private static final Duration RENEWAL = Duration.ofSeconds(20);

    private static final Set<String> HIDDEN_OWNER = Set.of("Windows System Error 52", "Windows System Error 87");

    private final NetworkWish wish;
    private final NetworkFailures networkFailures;
    /** What was recorded when it was seen first, so that results tell of it after it was put back. */
    private final Set<AspectId> known = new LinkedHashSet<>();

    /** Connections that were made to ask for an address, and since when. */
    private final Map<AspectId, Long> renewing = new LinkedHashMap<>();

    /** @param wish what is wanted; null for a rollback */
    NetworkTask(Target target, Context context, NetworkWish wish) {
        super(target, Subject.NETWORK, context);
        this.wish = wish;
        this.networkFailures = new NetworkFailures(context.machine().name());
    }

    private NetworkState network() {
        return seen.network();
    }

    @Override
    String name() {
        return "";
    }

    @Override
    Snapshot snapshot() {
        if (wish != null && !leaving && wish.conflict(network()).isEmpty()) {
            known.addAll(wish.wants(network()).keySet());
        }
        if (lease != null) {
            lease.aspects().forEach(a -> known.add(a.id()));
        }
        Map<String, String> values = new LinkedHashMap<>();
        known.forEach(
                id -> values.put(NetworkAspects.label(id), id.valueOf(network()).orElse("gone")));
        return Snapshot.ofInside(values);
    }

    @Override
    Snapshot snapshotBefore(Snapshot now) {
        Map<String, String> values = new LinkedHashMap<>(now.inside());
        for (AspectId id : known) {
            Snapshot.valueBefore(lease, id, entry()).ifPresent(value -> values.put(NetworkAspects.label(id), value));
        }
        return Snapshot.ofInside(values);
    }

    @Override
    Map<AspectId, String> wants() {
        return wish.wants(network());
    }

    /** What a run of ours has put there and will take away is waited for; what anybody else has is a failure. */
    @Override
    Optional<Move> objection() {
        return wish.conflict(network()).map(conflict -> {
            Optional<Lease.Aspect> recorded =
                    conflict.owner() == null ? Optional.empty() : lease.aspect(conflict.owner());
            Optional<Lease.Want> holder = recorded.filter(Lease.Aspect::isHeld)
                    .map(a -> a.wants().get(a.wants().size() - 1))
                    .filter(want -> !isOfThisRun(want));
            if (holder.isPresent()) {
                String by = LeaseRules.shown(lease, holder.get().entry());
                return Entering.stand(this, Map.of(conflict.owner(), AspectId.ABSENT), by);
            }
            boolean goes = recorded.isPresent() && !recorded.get().isHeld() && lease.actor() != null;
            return goes ? new Move.Wait("waits until what is there is put back") : fail(conflict.failure());
        });
    }

    private boolean isOfThisRun(Lease.Want want) {
        Lease.Member member = lease.members().get(want.entry());
        return member != null && member.run().equals(run());
    }

    @Override
    boolean interrupts(Lease of) {
        return false;
    }

    @Override
    Move reconcile() {
        Lease adopted = Intention.adopt(lease, network());
        if (!adopted.equals(lease)) {
            return write(adopted, LeaseWrite.Floor.KEEP, () -> {});
        }
        boolean needsHyperV =
                lease.aspects().stream().anyMatch(a -> a.id().name().equals(NetworkAspects.SWITCH));
        if (needsHyperV && !network().hyperV()) {
            return fail(networkFailures.noHyperV());
        }
        Map<AspectId, String> wanted = LeaseRules.wanted(lease, network());
        Optional<NetworkPlan.Step> next = NetworkPlan.next(network(), lease, wanted, epoch);
        return next.isEmpty() ? finish() : carryOut(next.get());
    }

    private Move carryOut(NetworkPlan.Step step) {
        if (step instanceof NetworkPlan.Step.Wait wait) {
            return new Move.Wait(wait.reason());
        }
        if (step instanceof NetworkPlan.Step.LeaveAlone alone) {
            return write(lease.without(alone.id()), LeaseWrite.Floor.KEEP, () -> notes.add(alone.note()));
        }
        Lease intended = LeaseRules.intend(lease, network());
        if (!intended.equals(lease)) {
            return write(intended, LeaseWrite.Floor.KEEP, () -> {});
        }
        NetworkPlan.Step.Tell told = (NetworkPlan.Step.Tell) step;
        return tell(told.change(), told.sentence());
    }

    /** An address counts once Windows has made sure that nobody else has it. */
    private Move finish() {
        if (lease.isHeldBy(entry())) {
            for (Lease.Aspect aspect : lease.aspects()) {
                Optional<Address> address = addressOf(aspect);
                if (address.filter(a -> a.state() == Address.State.TENTATIVE).isPresent()) {
                    return new Move.Wait("waits until address " + address.get().ip() + " is in use");
                }
                if (address.filter(a -> a.state() == Address.State.DUPLICATE).isPresent()) {
                    return fail(networkFailures.duplicate(address.get().ip()));
                }
            }
        }
        return lease.aspects().stream().anyMatch(this::isRenewing)
                ? new Move.Wait("waits for an address by DHCP")
                : conclude(lease, List.of());
    }

    /** Whether a connection was made to ask for an address again, and has none yet. */
    private boolean isRenewing(Lease.Aspect aspect) {
        boolean asks = aspect.id().name().equals(NetworkAspects.DHCP)
                && !aspect.isHeld()
                && AspectId.OFF.equals(aspect.set())
                && NetworkAspects.connection(aspect.id(), network())
                        .filter(i -> i.dhcp() && i.addresses().isEmpty())
                        .isPresent();
        return asks && now() - renewing.computeIfAbsent(aspect.id(), id -> now()) < RENEWAL.toMillis();
    }

    private Optional<Address> addressOf(Lease.Aspect aspect) {
        return aspect.isHeld() && aspect.id().name().equals(NetworkAspects.ADDRESS)
                ? NetworkAspects.connection(aspect.id(), network())
                        .flatMap(i -> i.address(NetworkAspects.before(aspect.id())))
                : Optional.empty();
    }

    @Override
    Failure lateness(String reason) {
        return failures.tookTooLong(about(), reason);
    }

    /** Another writer of the NAT's files, or something that went by itself meanwhile: the next look decides. */
    @Override
    boolean isHandled(Move.Tell tell, Failure failure) {
        boolean passes = failure instanceof Failure.Busy || failure instanceof Failure.NotFound;
        if (passes && mayTryAgain(tell)) {
            pause();
            return true;
        }
        return false;
    }

    @Override
    Failure refusedForGood(Move.Tell tell, Failure failure) {
        String id = failure.details().errorId().split(",", 2)[0];
        if (!(tell.change() instanceof Change.CreateNat) || !HIDDEN_OWNER.contains(id)) {
            return failure;
        }
        List<String> others =
                network().foreign().stream().map(f -> "'" + f.name() + "'").toList();
        return networkFailures.natHidden(
                failure, others.isEmpty() ? "" : "; networks of others are " + String.join(", ", others));
    }
}
