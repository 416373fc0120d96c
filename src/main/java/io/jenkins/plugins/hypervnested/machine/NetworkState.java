package io.jenkins.plugins.hypervnested.machine;

import java.util.List;
import java.util.Optional;

/**
 * The IPv4 network of a machine as it was at one moment.
 *
 * @param hyperV whether switches could be read: the Hyper-V module is there and its service answers
 * @param natProblem why the machine has no NAT of its own (no WinNAT provider), or empty
 * @param switches its virtual switches; none without Hyper-V
 * @param nats its NATs, as {@code Get-NetNat} gives them
 * @param interfaces its network connections
 * @param routes its IPv4 routes
 * @param foreign networks that others translate on this machine and that {@code Get-NetNat} does not show
 * @param fingerprint what {@link Machine#await} compares
 */
public record NetworkState(
        boolean hyperV,
        String natProblem,
        List<Switch> switches,
        List<Nat> nats,
        List<Interface> interfaces,
        List<Route> routes,
        List<Foreign> foreign,
        String fingerprint)
        implements Subject {

    public NetworkState {
        switches = List.copyOf(switches);
        nats = List.copyOf(nats);
        interfaces = List.copyOf(interfaces);
        routes = List.copyOf(routes);
        foreign = List.copyOf(foreign);
    }

    /**
     * A virtual switch.
     *
     * @param id its GUID, lower case
     * @param name its name; need not be unique
     * @param type Hyper-V's {@code VMSwitchType}
     * @param mark what {@link Change.CreateSwitch} wrote into its notes; empty when there is no such mark
     * @param users adapters of VMs that are connected to it
     */
    public record Switch(String id, String name, Type type, String mark, List<User> users) {

        /** Hyper-V's {@code VMSwitchType}. */
        public enum Type {
            INTERNAL,
            PRIVATE,
            EXTERNAL
        }

        public Switch {
            users = List.copyOf(users);
        }
    }

    /** An adapter of a VM that is connected to a switch. */
    public record User(String vmId, String vmName, String adapterId) {}

    /** A NAT: its name, and the prefix that it translates, as {@code 192.168.100.0/24}. */
    public record Nat(String name, String prefix) {}

    /**
     * A network connection.
     *
     * @param guid its interface GUID, lower case, without braces; stays through a rename
     * @param index its index in this boot
     * @param name its name ({@code ifAlias})
     * @param mac its MAC address as twelve upper-case hexadecimal digits; empty when it has none
     * @param switchId the internal switch whose adapter in the machine it is; empty when it is none
     * @param dhcp whether it asks for an address (DHCP, IPv4)
     * @param addresses its IPv4 addresses
     * @param dns its DNS servers, in order, IPv4
     * @param dnsStatic whether that list was set; false when it comes by itself, as from DHCP
     */
    public record Interface(
            String guid,
            long index,
            String name,
            String mac,
            String switchId,
            boolean dhcp,
            List<Address> addresses,
            List<String> dns,
            boolean dnsStatic) {

        public Interface {
            addresses = List.copyOf(addresses);
            dns = List.copyOf(dns);
        }

        /** {@return that address of it, if it has it} */
        public Optional<Address> address(String ip) {
            return addresses.stream().filter(a -> a.ip().equals(ip)).findFirst();
        }
    }

    /**
     * An IPv4 address of a network connection.
     *
     * @param ip four numbers with dots
     * @param prefixLength 0 to 32
     * @param state Windows' {@code AddressState}
     * @param manual whether somebody set it (its prefix origin is {@code Manual})
     */
    public record Address(String ip, int prefixLength, State state, boolean manual) {

        /** Windows' {@code AddressState}. */
        public enum State {
            PREFERRED,
            /** Not in use yet: Windows still looks for another machine that has it. */
            TENTATIVE,
            /** Another machine has it. */
            DUPLICATE,
            DEPRECATED,
            INVALID
        }
    }

    /**
     * An IPv4 route.
     *
     * @param prefix destination, as {@code 0.0.0.0/0}
     * @param nextHop {@code 0.0.0.0} when the destination is on the link
     * @param interfaceGuid its network connection; empty for one that is none, as the loopback
     * @param manual whether somebody made it (its protocol is {@code NetMgmt})
     */
    public record Route(String prefix, String nextHop, String interfaceGuid, boolean manual) {}

    /**
     * A network that something else translates.
     *
     * @param kind which part of Windows owns it
     * @param name its name there
     * @param type its type there, as {@code nat} or {@code ICS}
     * @param prefix its prefix; empty when it does not tell
     */
    public record Foreign(Kind kind, String name, String type, String prefix) {

        /** Which part of Windows. */
        public enum Kind {
            /** The Host Network Service: Docker's networks and the Default Switch ({@code Get-HnsNetwork}). */
            HNS,
            /** Internet Connection Sharing. */
            SHARING
        }
    }

    /** {@return the network connection of that GUID} */
    public Optional<Interface> connection(String guid) {
        return interfaces.stream().filter(i -> i.guid().equals(guid)).findFirst();
    }

    /** {@return the machine's own adapter on an internal switch; it comes some seconds after the switch} */
    public Optional<Interface> connectionOf(String switchId) {
        return interfaces.stream().filter(i -> i.switchId().equals(switchId)).findFirst();
    }

    /** {@return all switches of exactly that name} */
    public List<Switch> switchesNamed(String name) {
        return switches.stream().filter(s -> s.name().equals(name)).toList();
    }

    /** {@return the NAT of that name; names of NATs do not differ by case alone} */
    public Optional<Nat> natNamed(String name) {
        return nats.stream().filter(n -> n.name().equalsIgnoreCase(name)).findFirst();
    }
}
