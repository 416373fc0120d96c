package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a {@link SimulatedNetwork} consists of, and what happens there by itself. */
abstract class SimulatedNetworkState implements Serializable {

    private static final long serialVersionUID = 1;
    static final String EVERYTHING = "0.0.0.0/0";
    static final String ON_LINK = "0.0.0.0";

    /** A virtual switch, and when the machine's own adapter on it comes. */
    static final class Switch implements Serializable {
        private static final long serialVersionUID = 1;
        final String id;
        String name;
        final NetworkState.Switch.Type type;
        String mark = "";
        long connectionAt = Long.MAX_VALUE;

        Switch(String id, String name, NetworkState.Switch.Type type) {
            this.id = id;
            this.name = name;
            this.type = type;
        }
    }

    /** A NAT, or what something else translates; {@code kind} is null for a NAT. */
    record Translated(NetworkState.Foreign.Kind kind, String name, String type, String prefix)
            implements Serializable {}

    final SimulatedHost host;
    final List<SimulatedConnection> connections = new ArrayList<>();
    final List<Switch> switches = new ArrayList<>();
    final List<Translated> nats = new ArrayList<>();
    final List<Translated> foreign = new ArrayList<>();
    final List<String> duplicates = new ArrayList<>();
    boolean named;
    private int made;
    String suffix = "";
    String natProblem = "";
    boolean natHidden;
    boolean prefixHidden;
    boolean natBusy;
    long vEthernetMillis = 2_000;
    long tentativeMillis = 1_500;
    long dhcpMillis = 3_000;

    SimulatedNetworkState(SimulatedHost host) {
        this.host = host;
    }

    /** {@return the connections, with those that are there where nobody said anything} */
    List<SimulatedConnection> connections() {
        if (!named) {
            named = true;
            add("Ethernet", "").dhcp().byDefault = true;
        }
        return connections;
    }

    Switch addSwitch(String name, NetworkState.Switch.Type type) {
        Switch added = new Switch(uuid("switch"), name, type);
        switches.add(added);
        return added;
    }

    SimulatedConnection addConnection(Switch of) {
        String name = "vEthernet (" + of.name + ')' + suffix;
        boolean taken = connections().stream().anyMatch(c -> c.name.equals(name));
        SimulatedConnection connection = add(taken ? name + " 2" : name, of.id);
        connection.mac = "00155DFF" + String.format("%04X", connection.guid.hashCode() & 0xffff);
        return connection.dhcpInVain();
    }

    void remove(Switch gone) {
        switches.remove(gone);
        connections.removeIf(c -> c.switchId.equals(gone.id));
        host.vms().forEach(vm -> vm.disconnected(gone.id));
    }

    Switch byId(String switchId) {
        return switches.stream().filter(s -> s.id.equals(switchId)).findFirst().orElse(null);
    }

    SimulatedConnection add(String name, String switchId) {
        SimulatedConnection added = new SimulatedConnection(host.name + "/connection/" + made++, name);
        added.switchId = switchId;
        added.index = 4L + 3 * connections.size();
        connections.add(added);
        return added;
    }

    private String uuid(String what) {
        return UUID.nameUUIDFromBytes((host.name + '/' + what + '/' + made++).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The connections that are adapters of the VM get their MAC addresses, in order. */
    void takesMacs(List<Adapter> adapters) {
        if (!named) {
            named = true;
            for (int i = 0; i < adapters.size(); i++) {
                add(i == 0 ? "Ethernet" : "Ethernet " + (i + 1), "").dhcp().byDefault = true;
            }
        }
        List<SimulatedConnection> own =
                connections.stream().filter(c -> c.switchId.isEmpty()).toList();
        for (int i = 0; i < Math.min(own.size(), adapters.size()); i++) {
            own.get(i).mac = own.get(i).mac.isEmpty() ? adapters.get(i).mac() : own.get(i).mac;
            own.get(i).home = adapters.get(i).switchId();
        }
    }

    /** An adapter of the VM is connected to another switch, where DHCP may not answer. */
    void plugged(Adapter adapter) {
        connections.stream()
                .filter(c -> c.mac.equals(adapter.mac()))
                .forEach(c -> c.plugged(adapter.switchId(), host.millis() + dhcpMillis));
        if (!host.isPowered()) {
            settleAll();
        }
    }

    /** What is on its way is there when the machine starts next, and nobody looks before. */
    void settleAll() {
        settle(Long.MAX_VALUE - 1);
    }

    long nextEvent() {
        long next = Long.MAX_VALUE;
        for (SimulatedConnection c : connections) {
            next = Math.min(next, c.nextEvent());
        }
        for (Switch s : switches) {
            next = Math.min(next, s.connectionAt);
        }
        return next;
    }

    void settle(long now) {
        for (Switch s : switches) {
            if (s.connectionAt <= now) {
                s.connectionAt = Long.MAX_VALUE;
                addConnection(s);
            }
        }
        connections.forEach(c -> c.settle(now, duplicates));
    }

    /** Everything that was on its way is there, and indexes are others. */
    void machineStarted(int boot) {
        settleAll();
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).index = 4L + 3 * i + boot;
        }
    }

    /** {@return what can be seen of it} */
    NetworkState seen() {
        boolean answers = host.hyperVAnswers() && host.hyperVRights;
        List<NetworkState.Route> routes = new ArrayList<>();
        connections().forEach(c -> routes.addAll(c.routes()));
        routes.add(new NetworkState.Route("127.0.0.0/8", ON_LINK, "", false));
        NetworkState state = new NetworkState(
                answers,
                natProblem,
                answers ? switches.stream().map(this::seen).toList() : List.of(),
                nats.stream().map(n -> new NetworkState.Nat(n.name, n.prefix)).toList(),
                connections().stream().map(SimulatedConnection::seen).toList(),
                routes,
                foreign.stream()
                        .map(f -> new NetworkState.Foreign(f.kind, f.name, f.type, f.prefix))
                        .toList(),
                "");
        return new NetworkState(
                state.hyperV(),
                state.natProblem(),
                state.switches(),
                state.nats(),
                state.interfaces(),
                state.routes(),
                state.foreign(),
                SimulatedLease.sha256(state.toString()));
    }

    private NetworkState.Switch seen(Switch s) {
        List<NetworkState.User> users = new ArrayList<>();
        for (SimulatedVm vm : host.vms()) {
            vm.adapters.stream()
                    .filter(a -> a.switchId().equals(s.id))
                    .forEach(a -> users.add(new NetworkState.User(vm.id, vm.name, a.id())));
        }
        return new NetworkState.Switch(s.id, s.name, s.type, s.mark, users);
    }
}
