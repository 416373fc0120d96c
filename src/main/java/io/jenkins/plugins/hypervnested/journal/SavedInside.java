package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import java.util.ArrayList;
import java.util.List;

/** {@link Inside} in a form that XStream can read back: what was wanted inside, which giving it back needs as well. */
final class SavedInside {

    private final String login;
    /** Null when the role was wanted; the other fields are of the network. */
    private final String switchName;

    private final String natName;
    private final String prefix;
    private final String gateway;
    private final List<Guest> guests = new ArrayList<>();

    private SavedInside(Inside of) {
        this.login = of.login();
        Nat nat = of.nat();
        this.switchName = nat == null ? null : nat.switchName();
        this.natName = nat == null ? null : nat.natName();
        this.prefix = nat == null ? null : nat.prefix();
        this.gateway = nat == null ? null : nat.gateway();
        if (nat != null) {
            nat.guests().stream().map(Guest::new).forEach(guests::add);
        }
    }

    /** {@return null for null} */
    static SavedInside of(Inside inside) {
        return inside == null ? null : new SavedInside(inside);
    }

    Inside asInside() {
        return new Inside(
                login,
                switchName == null
                        ? null
                        : new Nat(
                                switchName,
                                natName,
                                prefix,
                                gateway,
                                guests.stream().map(Guest::asGuest).toList()));
    }

    /** {@return its guests as they were named} */
    List<String> guestNames() {
        return guests.stream().map(guest -> guest.vm).toList();
    }

    /** {@link Nat.Guest}. */
    static final class Guest {
        private final String vm;
        private final String address;
        private final int prefixLength;
        private final String gateway;
        private final List<String> dns;
        private final String adapter;
        private final boolean connect;
        private final String login;

        Guest(Nat.Guest of) {
            this.vm = of.vm();
            this.address = of.address();
            this.prefixLength = of.prefixLength();
            this.gateway = of.gateway();
            this.dns = new ArrayList<>(of.dns());
            this.adapter = of.adapter();
            this.connect = of.connect();
            this.login = of.login();
        }

        Nat.Guest asGuest() {
            return new Nat.Guest(vm, address, prefixLength, gateway, dns, adapter, connect, login);
        }
    }
}
