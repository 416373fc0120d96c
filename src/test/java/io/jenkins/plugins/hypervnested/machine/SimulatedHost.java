package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A Windows machine with Hyper-V as facts/hyper-v.md describes it, with a virtual clock.
 *
 * <p>{@link #connect()} gives one process that answers verbs; several may be connected to one host. Time passes a little with
 * each verb and as far as needed in {@link Machine#await}; nobody sleeps.
 */
public final class SimulatedHost extends SimulatedHostLife {

    private static final long serialVersionUID = 1;

    /** One thing that changed a subject or a lease. */
    public record Event(long millis, String boot, long process, String what, String object) implements Serializable {}

    private SimulatedHost(String name, String processor, int build) {
        super(name, processor, build);
        network = new SimulatedNetwork(this);
    }

    @Override
    SimulatedHost self() {
        return this;
    }

    // ---- scenes

    /** Windows Server 2022 on Intel. */
    public static SimulatedHost intel2022(String name) {
        return new SimulatedHost(name, "GenuineIntel", 20348);
    }

    /** Windows Server 2022 on AMD. */
    public static SimulatedHost amd2022(String name) {
        return new SimulatedHost(name, "AuthenticAMD", 20348);
    }

    /** Windows Server 2019 on AMD: sets the extensions, and refuses to start the VM then. */
    public static SimulatedHost amd2019(String name) {
        SimulatedHost host = new SimulatedHost(name, "AuthenticAMD", 17763);
        host.supportsNesting = false;
        return host;
    }

    /** A VM in Azure that runs Hyper-V itself. */
    public static SimulatedHost azure(String name) {
        SimulatedHost host = intel2022(name);
        host.azure = true;
        return host;
    }

    /** Adds a VM. A second one of the same name is another one. */
    public SimulatedHost vm(String vmName, Consumer<SimulatedVm> scene) {
        String id = UUID.nameUUIDFromBytes((name + '/' + vmName + '/' + vms.size()).getBytes(StandardCharsets.UTF_8))
                .toString();
        SimulatedVm vm = new SimulatedVm(id, vmName);
        vm.host = this;
        vm.startedAt = millis() - 600_000;
        scene.accept(vm);
        vms.put(id, vm);
        vm.placed();
        return this;
    }

    // ---- what others do meanwhile, and what tests look at

    /** Starts a process that answers verbs. */
    public SimulatedMachine connect() {
        return connect(new Faults());
    }

    /** Starts a process that answers verbs and suffers those faults. */
    public SimulatedMachine connect(Faults faults) {
        return new SimulatedMachine(this, newProcess(), faults, null);
    }

    /** Starts a process whose calls are given their turn by somebody. */
    public SimulatedMachine connect(Faults faults, Turns turns) {
        return new SimulatedMachine(this, newProcess(), faults, turns);
    }

    /** {@return the only VM of that name} */
    public SimulatedVm vm(String vmName) {
        List<SimulatedVm> named =
                vms.values().stream().filter(v -> v.name.equals(vmName)).toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException(named.size() + " VMs are named " + vmName);
        }
        return named.get(0);
    }

    public List<SimulatedVm> vms() {
        return List.copyOf(vms.values());
    }

    /** Somebody removes a VM; its lease stays. */
    public SimulatedHost remove(String vmName) {
        SimulatedVm vm = vms.remove(vm(vmName).id);
        if (vm.inside != null) {
            vm.inside.powerLost();
        }
        return this;
    }

    /** Somebody imports a VM that was here before, with the id that it had. */
    public SimulatedHost bringBack(SimulatedVm vm) {
        vms.put(vm.id, vm);
        return this;
    }

    /** Somebody starts a VM by hand, and it runs at once. */
    public void startByHand(String vm) {
        vm(vm).reach("Running", millis());
    }

    /** {@return what changed VMs, network and role of this machine, in order, as {@code expose on node-1}} */
    public List<String> changes() {
        return events().stream()
                .filter(e -> !e.what().startsWith("lease") && !e.what().equals("reboot"))
                .map(e -> e.what() + ' ' + e.object())
                .toList();
    }

    /** All calls of dead runs arrive. */
    public void landGhosts() {
        while (ghosts() > 0) {
            landGhost();
        }
    }

    // ---- hosts that are shared by real processes, in real time

    /** {@return a process of this computer that entered before} */
    public SimulatedMachine as(long pid) {
        return new SimulatedMachine(this, pid, new Faults(), null);
    }

    // ---- network and role

    /**
     * Says what the network is, in place of one connection {@code Ethernet} with DHCP; or changes it later as somebody else.
     * What was said before stays.
     */
    public SimulatedHost network(Consumer<SimulatedNetwork> scene) {
        scene.accept(network);
        return this;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** Says how the Hyper-V role is; it is installed and runs where nothing is said. */
    public SimulatedHost role(Consumer<SimulatedRole> scene) {
        scene.accept(role);
        return this;
    }

    public SimulatedRole role() {
        return role;
    }

    Optional<SimulatedVm> byId(String id) {
        return Optional.ofNullable(vms.get(id));
    }

    /** {@return whether there is a Hyper-V that answers} */
    boolean hyperVAnswers() {
        return role.isInstalled() && role.hasTools();
    }
}
