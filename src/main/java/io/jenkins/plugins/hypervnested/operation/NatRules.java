package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.WireText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a {@link Nat} must be, whatever the machine is. Checked before anything is sent. */
public final class NatRules {

    private static final int LONGEST_NAME = 256;
    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 30;
    private static final int MOST_GUESTS = 64;
    private static final int MOST_DNS = 12;
    /** First numbers that no machine of a private network has: this network, loopback, and multicast and beyond. */
    private static final Set<Integer> RESERVED = Set.of(0, 127);

    private static final int FIRST_MULTICAST = 224;

    private NatRules() {}

    /**
     * {@return the first address that a machine may have in a prefix: the gateway where none is named}
     *
     * @throws IllegalArgumentException when it is no prefix
     */
    public static String firstAddress(String prefix) {
        return Ipv4.text(Ipv4.prefix(prefix).network() + 1);
    }

    /**
     * {@return the length of a prefix}
     *
     * @throws IllegalArgumentException when it is no prefix
     */
    public static int lengthOf(String prefix) {
        return Ipv4.prefix(prefix).length();
    }

    /**
     * @throws IllegalArgumentException when it cannot be meant so, with a sentence for its author
     */
    public static void check(Nat nat) {
        name("switchName", nat.switchName());
        name("natName", nat.natName());
        Ipv4 prefix = Ipv4.prefix(nat.prefix());
        if (prefix.length() < SHORTEST_PREFIX || prefix.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException("prefix '" + nat.prefix() + "' must have a length from "
                    + SHORTEST_PREFIX + " to " + LONGEST_PREFIX);
        }
        usable("prefix", nat.prefix(), prefix.network());
        host("gateway", nat.gateway(), prefix);
        if (nat.guests().size() > MOST_GUESTS) {
            throw new IllegalArgumentException("at most " + MOST_GUESTS + " guests in one step");
        }
        Map<Integer, String> taken = new HashMap<>();
        taken.put(Ipv4.address(nat.gateway()), "the gateway");
        Set<VmRef> vms = new HashSet<>();
        for (Nat.Guest guest : nat.guests()) {
            String of = " of guest '" + named(guest) + "'";
            host("address" + of, guest.address(), prefix);
            String other = taken.put(Ipv4.address(guest.address()), "guest '" + guest.vm() + "'");
            if (other != null) {
                throw new IllegalArgumentException("address " + guest.address() + of + " is that of " + other);
            }
            if (!vms.add(VmRef.parse(guest.vm()))) {
                throw new IllegalArgumentException("guest '" + guest.vm() + "' is named twice");
            }
            rest(guest, of);
        }
    }

    private static String named(Nat.Guest guest) {
        if (guest.vm() == null || guest.vm().isEmpty()) {
            throw new IllegalArgumentException("a guest has no vm");
        }
        return VmRef.parse(guest.vm()).text();
    }

    private static void rest(Nat.Guest guest, String of) {
        WireText.requireSendable(guest.adapter());
        if (guest.prefixLength() < SHORTEST_PREFIX || guest.prefixLength() > LONGEST_PREFIX) {
            throw new IllegalArgumentException("prefixLength " + guest.prefixLength() + of + " must be from "
                    + SHORTEST_PREFIX + " to " + LONGEST_PREFIX);
        }
        if (!guest.gateway().isEmpty()) {
            host("gateway" + of, guest.gateway(), Ipv4.of(Ipv4.address(guest.address()), guest.prefixLength()));
            if (guest.gateway().equals(guest.address())) {
                throw new IllegalArgumentException("gateway" + of + " is its own address " + guest.address());
            }
        }
        dns(guest, of);
    }

    private static void dns(Nat.Guest guest, String of) {
        if (guest.dns().size() > MOST_DNS) {
            throw new IllegalArgumentException("at most " + MOST_DNS + " DNS servers" + of);
        }
        Set<String> seen = new HashSet<>();
        for (String server : guest.dns()) {
            usable("DNS server" + of, server, Ipv4.address(server));
            if (!seen.add(server)) {
                throw new IllegalArgumentException("DNS server " + server + of + " is named twice");
            }
        }
    }

    private static void host(String what, String text, Ipv4 prefix) {
        int address = Ipv4.address(text);
        usable(what, text, address);
        if (!prefix.contains(address)) {
            throw new IllegalArgumentException(what + ": " + text + " is not in " + prefix);
        }
        if (address == prefix.network()) {
            throw new IllegalArgumentException(what + ": " + text + " is the network address of " + prefix);
        }
        if (address == prefix.broadcast()) {
            throw new IllegalArgumentException(what + ": " + text + " is the broadcast address of " + prefix);
        }
    }

    private static void usable(String what, String text, int address) {
        int first = address >>> 24;
        if (RESERVED.contains(first) || first >= FIRST_MULTICAST) {
            throw new IllegalArgumentException(what + ": " + text + " is not an address that a machine may have");
        }
    }

    private static void name(String parameter, String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(parameter + " must have 1 to " + LONGEST_NAME + " characters");
        }
        WireText.requireSendable(name);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(parameter + " has a control character");
        }
    }
}
