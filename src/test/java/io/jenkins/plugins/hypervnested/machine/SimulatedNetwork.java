package io.jenkins.plugins.hypervnested.machine;

import java.util.List;
import java.util.function.Consumer;

/**
 * The IPv4 network of a {@link SimulatedHost}: connections, virtual switches, NATs, and what others translate.
 *
 * <p>The chained methods set up a scene, and may be called at any later moment as somebody else's doing. Where no connection was
 * named, there is one for each adapter of the VM in which the machine is, or else one: {@code Ethernet}, with DHCP.
 */
public final class SimulatedNetwork extends SimulatedNetworkState {

    private static final long serialVersionUID = 1;

    SimulatedNetwork(SimulatedHost host) {
        super(host);
    }

    // ---- scenes

    /**
     * Adds a connection, in place of those that are there where nothing is said; or does something to the one of that name that
     * was named before.
     */
    public SimulatedNetwork connection(String name, Consumer<SimulatedConnection> scene) {
        String mac = connections.stream()
                .filter(c -> c.byDefault && c.name.equals(name))
                .map(c -> c.mac)
                .findFirst()
                .orElse("");
        connections.removeIf(c -> c.byDefault);
        named = true;
        scene.accept(connections.stream()
                .filter(c -> c.name.equals(name))
                .findFirst()
                .orElseGet(() -> add(name, "").mac(mac)));
        return this;
    }

    /** {@return the only connection of that name} */
    public SimulatedConnection connection(String name) {
        List<SimulatedConnection> all =
                connections().stream().filter(c -> c.name.equals(name)).toList();
        if (all.size() != 1) {
            throw new IllegalArgumentException(all.size() + " connections are named " + name);
        }
        all.get(0).byDefault = false;
        return all.get(0);
    }

    /** {@return the connection that is the adapter at that position of the VM in which the machine is} */
    public SimulatedConnection connectionOf(int adapter) {
        String mac = host.within.adapters().get(adapter).mac();
        return connections().stream()
                .filter(c -> c.mac.equals(mac))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no connection has " + mac));
    }

    /** Adds an internal switch; its connection is there. */
    public SimulatedNetwork internalSwitch(String name) {
        return internalSwitch(name, c -> {});
    }

    /** Adds an internal switch, and says how its connection is. */
    public SimulatedNetwork internalSwitch(String name, Consumer<SimulatedConnection> scene) {
        Switch added = addSwitch(name, NetworkState.Switch.Type.INTERNAL);
        SimulatedConnection connection = addConnection(added);
        scene.accept(connection);
        return this;
    }

    public SimulatedNetwork privateSwitch(String name) {
        addSwitch(name, NetworkState.Switch.Type.PRIVATE);
        return this;
    }

    public SimulatedNetwork externalSwitch(String name) {
        addSwitch(name, NetworkState.Switch.Type.EXTERNAL);
        return this;
    }

    /** Puts that mark into the notes of the only switch of that name. */
    public SimulatedNetwork mark(String switchName, String mark) {
        byId(switchId(switchName)).mark = mark;
        return this;
    }

    /** Somebody renames the only switch of that name. */
    public SimulatedNetwork renameSwitch(String switchName, String newName) {
        byId(switchId(switchName)).name = newName;
        return this;
    }

    /** Somebody removes the only switch of that name, with its connection; VMs are disconnected from it. */
    public SimulatedNetwork withoutSwitch(String switchName) {
        remove(byId(switchId(switchName)));
        return this;
    }

    public SimulatedNetwork nat(String name, String prefix) {
        nats.add(new Translated(null, name, "", prefix));
        return this;
    }

    /** Somebody removes the NAT of that name. */
    public SimulatedNetwork withoutNat(String name) {
        nats.removeIf(n -> n.name().equals(name));
        return this;
    }

    /** There is a network of the Host Network Service. */
    public SimulatedNetwork hnsNetwork(String name, String type, String prefix) {
        foreign.add(new Translated(NetworkState.Foreign.Kind.HNS, name, type, prefix));
        return this;
    }

    /** Internet Connection Sharing is on; a NAT cannot be made. */
    public SimulatedNetwork sharing() {
        foreign.add(new Translated(NetworkState.Foreign.Kind.SHARING, "Ethernet", "ICS", ""));
        return this;
    }

    /** Something that nobody shows owns the NAT; another cannot be made. */
    public SimulatedNetwork natHidden(boolean hidden) {
        natHidden = hidden;
        return this;
    }

    /** Something that nobody shows has every prefix; a NAT cannot be made. */
    public SimulatedNetwork prefixHidden() {
        prefixHidden = true;
        return this;
    }

    /** Somebody else writes NATs all the time. */
    public SimulatedNetwork natBusy(boolean busy) {
        natBusy = busy;
        return this;
    }

    /** There is no WinNAT provider. */
    public SimulatedNetwork withoutNatProvider() {
        natProblem = "Invalid class";
        return this;
    }

    /** Another machine on the network has that address. */
    public SimulatedNetwork duplicate(String ip) {
        duplicates.add(ip);
        return this;
    }

    /** What the connection of a new switch has at the end of its name, such as {@code " 2"} where an old one left its name behind. */
    public SimulatedNetwork connectionSuffix(String text) {
        suffix = text;
        return this;
    }

    /** How long the connection of a new switch takes to come. */
    public SimulatedNetwork vEthernetMillis(long millis) {
        vEthernetMillis = millis;
        return this;
    }

    /** How long a new address is tentative. */
    public SimulatedNetwork tentativeMillis(long millis) {
        tentativeMillis = millis;
        return this;
    }

    /** How long it takes until DHCP gives an address. */
    public SimulatedNetwork dhcpMillis(long millis) {
        dhcpMillis = millis;
        return this;
    }

    /** {@return the id of the only switch of that name} */
    public String switchId(String name) {
        List<Switch> all = switches.stream().filter(s -> s.name.equals(name)).toList();
        if (all.size() != 1) {
            throw new IllegalArgumentException(all.size() + " switches are named " + name);
        }
        return all.get(0).id;
    }

    public boolean hasSwitch(String name) {
        return switches.stream().anyMatch(s -> s.name.equals(name));
    }
}
