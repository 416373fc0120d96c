package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Foreign;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An internal switch, a NAT, and the machine's own address as their gateway. Windows documents one NAT network for each machine, and an
 * unknown state with more; so another one that is there stands in the way, whoever made it.
 */
final class NatWish implements NetworkWish {

    private final Nat nat;
    private final Ipv4 prefix;
    private final NetworkFailures failures;

    NatWish(Nat nat, NetworkFailures failures) {
        this.nat = nat;
        this.prefix = Ipv4.prefix(nat.prefix());
        this.failures = failures;
    }

    @Override
    public Map<AspectId, String> wants(NetworkState network) {
        Map<AspectId, String> wants = new LinkedHashMap<>();
        wants.put(NetworkAspects.ofSwitch(nat.switchName()), NetworkAspects.INTERNAL);
        wants.put(NetworkAspects.ofNat(nat.natName()), prefix.toString());
        wants.put(NetworkAspects.addressOnSwitch(nat.gateway(), nat.switchName()), String.valueOf(prefix.length()));
        // on a switch of somebody else Windows switches DHCP off with the first address, and it has to come back
        String own = own(network);
        if (!own.isEmpty()) {
            wants.put(NetworkAspects.dhcp(own), AspectId.OFF);
        }
        return wants;
    }

    @Override
    public Optional<Conflict> conflict(NetworkState network) {
        if (!network.hyperV()) {
            return conflict(failures.noHyperV(), null);
        }
        if (!network.natProblem().isEmpty()) {
            return conflict(failures.noNat(network.natProblem()), null);
        }
        return Stream.<Function<NetworkState, Optional<Conflict>>>of(
                        this::takenSwitch, this::otherNat, this::foreign, this::address, this::route)
                .map(look -> look.apply(network))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Conflict> takenSwitch(NetworkState network) {
        AspectId id = NetworkAspects.ofSwitch(nat.switchName());
        String value = id.valueOf(network).orElseThrow();
        return value.equals(AspectId.ABSENT) || id.fits(NetworkAspects.INTERNAL, value)
                ? Optional.empty()
                : conflict(failures.switchTaken(nat.switchName(), value), null);
    }

    private Optional<Conflict> otherNat(NetworkState network) {
        return network.nats().stream()
                .filter(n -> !isOurs(n))
                .findFirst()
                .flatMap(n -> conflict(
                        n.name().equalsIgnoreCase(nat.natName())
                                ? failures.natNameTaken(n, nat.prefix())
                                : failures.otherNat(n),
                        NetworkAspects.ofNat(n.name())));
    }

    private boolean isOurs(NetworkState.Nat other) {
        return other.name().equalsIgnoreCase(nat.natName()) && other.prefix().equals(prefix.toString());
    }

    private Optional<Conflict> foreign(NetworkState network) {
        for (Foreign other : network.foreign()) {
            if (other.kind() == Foreign.Kind.SHARING) {
                return conflict(failures.sharing(other), null);
            }
            if (other.type().equalsIgnoreCase("nat")) {
                return conflict(failures.hnsNat(other), null);
            }
            if (overlaps(other.prefix())) {
                return conflict(failures.overlapsHns(nat.prefix(), other), null);
            }
        }
        return Optional.empty();
    }

    private Optional<Conflict> address(NetworkState network) {
        String own = own(network);
        for (Interface connection : network.interfaces()) {
            for (Address address : connection.addresses()) {
                boolean ours = connection.guid().equals(own)
                        && address.ip().equals(nat.gateway())
                        && address.prefixLength() == prefix.length();
                if (!ours && overlaps(address)) {
                    return conflict(
                            failures.overlapsAddress(nat.prefix(), address, connection),
                            NetworkAspects.address(address.ip(), connection.guid()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Conflict> route(NetworkState network) {
        String own = own(network);
        for (Route route : network.routes()) {
            boolean ours = !own.isEmpty() && route.interfaceGuid().equals(own);
            if (!ours && !route.prefix().equals(NetworkAspects.DEFAULT_PREFIX) && overlaps(route.prefix())) {
                String on = network.connection(route.interfaceGuid())
                        .map(Interface::name)
                        .orElse("");
                return conflict(failures.overlapsRoute(nat.prefix(), route, on), null);
            }
        }
        return Optional.empty();
    }

    /** {@return GUID of the machine's own adapter on the switch; empty while there is none} */
    private String own(NetworkState network) {
        return NetworkAspects.connection(NetworkAspects.addressOnSwitch(nat.gateway(), nat.switchName()), network)
                .map(Interface::guid)
                .orElse("");
    }

    private boolean overlaps(Address address) {
        try {
            return prefix.overlaps(Ipv4.of(Ipv4.address(address.ip()), address.prefixLength()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What a machine tells and is no prefix overlaps with nothing. */
    private boolean overlaps(String other) {
        int slash = other.indexOf('/');
        try {
            return slash > 0
                    && prefix.overlaps(Ipv4.of(
                            Ipv4.address(other.substring(0, slash)), Integer.parseInt(other.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Conflict> conflict(Failure failure, AspectId owner) {
        return Optional.of(new Conflict(failure, owner));
    }
}
