package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Address, default gateway and DNS servers of one network connection in the guest of a VM. */
final class GuestWish implements NetworkWish {

    private final Nat.Guest guest;
    /** The VM's adapter that is meant; null where the VM's side does not tell. */
    private final Adapter adapter;

    private final NetworkFailures failures;

    GuestWish(Nat.Guest guest, Adapter adapter, NetworkFailures failures) {
        this.guest = guest;
        this.adapter = adapter;
        this.failures = failures;
    }

    @Override
    public Map<AspectId, String> wants(NetworkState network) {
        Interface connection = chosen(network).orElseThrow();
        Map<AspectId, String> wants = new LinkedHashMap<>();
        wants.put(NetworkAspects.address(guest.address(), connection.guid()), String.valueOf(guest.prefixLength()));
        wants.put(NetworkAspects.dhcp(connection.guid()), AspectId.OFF);
        if (!guest.gateway().isEmpty()) {
            wants.put(NetworkAspects.route(guest.gateway(), connection.guid()), NetworkAspects.PRESENT);
        }
        if (!guest.dns().isEmpty()) {
            wants.put(NetworkAspects.dns(connection.guid()), String.join(",", servers(connection)));
        }
        return wants;
    }

    /** Added after those that were set there, as {@code netsh interface ip add dnsserver} does; those from DHCP go with it. */
    private List<String> servers(Interface connection) {
        List<String> servers = new ArrayList<>(connection.dnsStatic() ? connection.dns() : List.of());
        guest.dns().stream().filter(server -> !servers.contains(server)).forEach(servers::add);
        return servers;
    }

    @Override
    public Optional<Conflict> conflict(NetworkState network) {
        Optional<Interface> chosen = chosen(network);
        if (chosen.isEmpty()) {
            List<String> there =
                    network.interfaces().stream().map(Interface::name).toList();
            return Optional.of(new Conflict(failures.noConnection(guest, there), null));
        }
        for (Interface connection : network.interfaces()) {
            Optional<Address> same = connection.address(guest.address());
            boolean ours = connection.guid().equals(chosen.get().guid())
                    && same.filter(a -> a.prefixLength() == guest.prefixLength())
                            .isPresent();
            if (same.isPresent() && !ours) {
                return Optional.of(new Conflict(
                        failures.addressTaken(guest, same.get(), connection),
                        NetworkAspects.address(guest.address(), connection.guid())));
            }
        }
        return Optional.empty();
    }

    /** The connection of that name; else the one of the VM's adapter, by its MAC address; where nothing is named, else the only one. */
    private Optional<Interface> chosen(NetworkState network) {
        List<Interface> all = network.interfaces();
        List<Interface> named =
                all.stream().filter(i -> i.name().equals(guest.adapter())).toList();
        if (named.size() == 1) {
            return Optional.of(named.get(0));
        }
        boolean meant =
                adapter != null && (guest.adapter().isEmpty() || guest.adapter().equals(adapter.name()));
        List<Interface> same = all.stream()
                .filter(i -> meant && !i.mac().isEmpty() && i.mac().equals(adapter.mac()))
                .toList();
        if (same.size() == 1) {
            return Optional.of(same.get(0));
        }
        return guest.adapter().isEmpty() && all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }
}
