package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Switch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way from what a machine's network is to what it shall be. What is put back goes first: NAT, routes, addresses, DNS, switch, DHCP; then
 * comes what is made: switch, NAT, addresses, DHCP, routes, DNS.
 */
final class NetworkPlan {

    private static final List<String> BACK = List.of(
            NetworkAspects.NAT,
            NetworkAspects.ROUTE,
            NetworkAspects.ADDRESS,
            NetworkAspects.DNS,
            NetworkAspects.SWITCH,
            NetworkAspects.DHCP);
    private static final List<String> MAKING = List.of(
            NetworkAspects.SWITCH,
            NetworkAspects.NAT,
            NetworkAspects.ADDRESS,
            NetworkAspects.DHCP,
            NetworkAspects.ROUTE,
            NetworkAspects.DNS);

    /** A network of which nothing is known. */
    static final NetworkState NOTHING =
            new NetworkState(true, "", List.of(), List.of(), List.of(), List.of(), List.of(), "");

    private NetworkPlan() {}

    /** {@return what would be made, one sentence each, in order} */
    static List<String> missing(NetworkState network, Map<AspectId, String> wants) {
        return wants.entrySet().stream()
                .filter(want -> want.getKey()
                        .valueOf(network)
                        .filter(v -> !want.getKey().fits(want.getValue(), v))
                        .isPresent())
                .map(want -> want.getKey().name().equals(NetworkAspects.NAT)
                        ? "make " + NetworkAspects.label(want.getKey()) + " for " + want.getValue()
                        : "make " + NetworkAspects.label(want.getKey()))
                .toList();
    }

    /** What is to be done about one aspect. */
    sealed interface Step {

        /** Tell the machine. */
        record Tell(Change change, String sentence) implements Step {}

        /** Wait for something that comes by itself. */
        record Wait(String reason) implements Step {}

        /** Let it be as it is, and say so. */
        record LeaveAlone(AspectId id, String note) implements Step {}
    }

    /** {@return the next step; empty when the network is as wanted} */
    static Optional<Step> next(NetworkState network, Lease lease, Map<AspectId, String> wanted, String epoch) {
        List<Lease.Aspect> open = lease.aspects().stream()
                .filter(a -> wanted.containsKey(a.id()))
                .filter(a -> a.id().valueOf(network)
                        .filter(v -> !a.id().fits(wanted.get(a.id()), v))
                        .isPresent())
                .toList();
        Comparator<Lease.Aspect> backFirst = Comparator.comparing(Lease.Aspect::isHeld);
        return open.stream()
                .min(backFirst.thenComparing(a -> (a.isHeld() ? MAKING : BACK).indexOf(a.id().name())))
                .map(a -> new NetworkPlan.Maker(network, a, wanted.get(a.id()), epoch).step());
    }

    /** Makes the step of one aspect. */
    private record Maker(NetworkState network, Lease.Aspect aspect, String wanted, String epoch) {

        Step step() {
            boolean goes = wanted.equals(AspectId.ABSENT);
            return switch (aspect.id().name()) {
                case NetworkAspects.SWITCH -> goes ? removeSwitch() : createSwitch();
                case NetworkAspects.NAT -> nat(goes);
                case NetworkAspects.ADDRESS -> address(goes);
                case NetworkAspects.ROUTE -> route(goes);
                case NetworkAspects.DNS -> dns();
                default -> dhcp();
            };
        }

        private String object() {
            return aspect.id().object();
        }

        private Step createSwitch() {
            return tell(
                    new Change.CreateSwitch(epoch, object(), Intention.markOf(aspect)),
                    "make internal switch '" + object() + "'");
        }

        private Step removeSwitch() {
            Switch ours = network.switchesNamed(object()).get(0);
            if (!ours.users().isEmpty()) {
                String users = ours.users().stream()
                        .map(u -> "'" + u.vmName() + "'")
                        .distinct()
                        .collect(Collectors.joining(", "));
                return new Step.LeaveAlone(
                        aspect.id(), "switch '" + object() + "' stays: VM " + users + " was connected to it meanwhile");
            }
            return tell(new Change.RemoveSwitch(epoch, ours.id()), "remove switch '" + object() + "'");
        }

        private Step nat(boolean goes) {
            if (!goes) {
                return tell(new Change.CreateNat(epoch, object(), wanted), "make NAT '" + object() + "' for " + wanted);
            }
            String prefix = aspect.id().valueOf(network).orElseThrow();
            return tell(new Change.RemoveNat(epoch, object(), prefix), "remove NAT '" + object() + "'");
        }

        private Step address(boolean goes) {
            String ip = NetworkAspects.before(aspect.id());
            Optional<Interface> connection = NetworkAspects.connection(aspect.id(), network);
            if (connection.isEmpty()) {
                return new Step.Wait("waits until the machine has its adapter on the switch for " + ip);
            }
            String on = " network connection '" + connection.get().name() + "'";
            String guid = connection.get().guid();
            return goes
                    ? tell(new Change.RemoveAddress(epoch, guid, ip), "take address " + ip + " from" + on)
                    : tell(
                            new Change.AddAddress(epoch, guid, ip, Integer.parseInt(wanted)),
                            "give address " + ip + "/" + wanted + " to" + on);
        }

        private Step route(boolean goes) {
            String hop = NetworkAspects.before(aspect.id());
            Interface on = connection();
            return goes
                    ? tell(new Change.RemoveRoute(epoch, on.guid(), hop), "remove gateway " + hop + forThat(on))
                    : tell(new Change.AddRoute(epoch, on.guid(), hop), "set gateway " + hop + forThat(on));
        }

        private Step dns() {
            Interface on = connection();
            boolean automatic = wanted.equals(NetworkAspects.AUTOMATIC);
            List<String> servers = automatic ? List.of() : List.of(wanted.split(","));
            return tell(
                    new Change.SetDns(epoch, on.guid(), servers),
                    automatic
                            ? "let DNS servers come by themselves" + forThat(on)
                            : "set DNS servers " + wanted + forThat(on));
        }

        private Step dhcp() {
            Interface on = connection();
            boolean asks = wanted.equals(AspectId.ON);
            return tell(new Change.SetDhcp(epoch, on.guid(), asks), "switch DHCP " + wanted + forThat(on));
        }

        private Interface connection() {
            return NetworkAspects.connection(aspect.id(), network).orElseThrow();
        }

        private static String forThat(Interface connection) {
            return " for network connection '" + connection.name() + "'";
        }

        private static Step tell(Change change, String sentence) {
            return new Step.Tell(change, sentence);
        }
    }
}
