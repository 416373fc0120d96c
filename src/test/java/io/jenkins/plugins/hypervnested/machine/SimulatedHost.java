package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A Windows machine with Hyper-V as facts/hyper-v.md describes it, with a virtual clock.
 *
 * <p>{@link #connect()} gives one process that answers verbs; several may be connected to one host. Time passes a little with
 * each verb and as far as needed in {@link Machine#await}; nobody sleeps.
 */
public final class SimulatedHost extends SimulatedHostScene {

    private static final long serialVersionUID = 1;

    /** One thing that changed a VM or a lease. */
    public record Event(long millis, String boot, long process, String what, String object) implements Serializable {}

    private static final long VIRTUAL = Long.MIN_VALUE;

    private long wallOffset = VIRTUAL;
    private int boot = 1;
    private long millis = 1_000_000;
    private long lastProcess;
    private final Map<String, SimulatedVm> vms = new LinkedHashMap<>();
    private final TreeSet<Long> living = new TreeSet<>();
    private final List<Event> events = new ArrayList<>();
    private transient List<SimulatedProcess.Ghost> ghosts;
    private transient Consumer<Event> watcher;

    private SimulatedHost(String name, String processor, int build) {
        super(name, processor, build);
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
        vm.startedAt = millis - 600_000;
        scene.accept(vm);
        vms.put(id, vm);
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
        vms.remove(vm(vmName).id);
        return this;
    }

    public Clock clock() {
        return new Clock(bootId(), millis);
    }

    /** {@return how long until something happens by itself; {@link Long#MAX_VALUE} when nothing will} */
    public long millisToNextEvent() {
        long next = nextEvent();
        return next == Long.MAX_VALUE ? next : next - millis;
    }

    /** Lets time pass. */
    public void advance(long byMillis) {
        advanceTo(millis + byMillis);
    }

    /** Somebody starts a VM by hand, and it runs at once. */
    public void startByHand(String vm) {
        vm(vm).reach("Running", millis);
    }

    /** The host starts anew: another boot, every process gone, VMs that ran are saved or start again. */
    public void reboot() {
        boot++;
        millis = 10_000;
        wallOffset = wallOffset == VIRTUAL ? VIRTUAL : System.currentTimeMillis() - millis;
        if (ghosts != null) {
            ghosts.clear();
        }
        List.copyOf(living).forEach(this::processEnded);
        vms.values().forEach(SimulatedVm::hostWasRebooted);
        record(0, "reboot", name);
    }

    /** Shows each change to somebody, just before it is made. */
    public void watch(Consumer<Event> with) {
        watcher = with;
    }

    /** {@return what changed VMs and leases, in order} */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** {@return what changed VMs, in order, as {@code expose on node-1}} */
    public List<String> changes() {
        return events.stream()
                .filter(e -> !e.what.startsWith("lease") && !e.what.equals("reboot"))
                .map(e -> e.what + ' ' + e.object)
                .toList();
    }

    /** {@return how many calls of dead runs are still on their way} */
    public int ghosts() {
        return ghosts == null ? 0 : ghosts.size();
    }

    /** The oldest call of a dead run arrives; its process ends after it. */
    public void landGhost() {
        ghosts.remove(0).land();
    }

    /** All calls of dead runs arrive. */
    public void landGhosts() {
        while (ghosts() > 0) {
            landGhost();
        }
    }

    // ---- hosts that are shared by real processes, in real time

    /** From now on time is that of this computer, and {@link #catchUp()} brings it up to date. */
    public SimulatedHost inRealTime() {
        wallOffset = System.currentTimeMillis() - millis;
        verbMillis = 0;
        return this;
    }

    /** Lets happen what is due by now, and notices processes of this computer that have ended. */
    public void catchUp() {
        if (wallOffset != VIRTUAL) {
            advanceTo(System.currentTimeMillis() - wallOffset);
        }
        List.copyOf(living).stream()
                .filter(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty())
                .forEach(this::processEnded);
    }

    /** A process of this computer comes to answer verbs. */
    public void enter(long pid) {
        living.add(pid);
    }

    /** {@return a process of this computer that entered before} */
    public SimulatedMachine as(long pid) {
        return new SimulatedMachine(this, pid, new Faults(), null);
    }

    public boolean isLiving(long process) {
        return living.contains(process);
    }

    /** {@return the processes that answer verbs} */
    public List<Long> processes() {
        return List.copyOf(living);
    }

    // ---- inside

    String bootId() {
        return String.format("%032x", 0xb007_0000L + boot);
    }

    long newProcess() {
        lastProcess += 4;
        living.add(lastProcess);
        return lastProcess;
    }

    void processEnded(long process) {
        living.remove(process);
        for (SimulatedLease lease : allLeases().values()) {
            if (lease.actorProcess == process) {
                lease.actorProcess = SimulatedLease.NOBODY;
            }
        }
        if (ghosts != null) {
            ghosts.removeIf(g -> g.process() == process);
        }
    }

    void haunt(SimulatedProcess.Ghost ghost) {
        if (ghosts == null) {
            ghosts = new ArrayList<>();
        }
        ghosts.add(ghost);
    }

    Optional<SimulatedVm> byId(String id) {
        return Optional.ofNullable(vms.get(id));
    }

    long millis() {
        return millis;
    }

    long nextEvent() {
        return vms.values().stream().mapToLong(SimulatedVm::nextEvent).min().orElse(Long.MAX_VALUE);
    }

    void advanceTo(long then) {
        if (then > millis) {
            millis = then;
        }
        vms.values().forEach(vm -> vm.settle(millis));
    }

    void record(long process, String what, String object) {
        Event event = new Event(millis, bootId(), process, what, object);
        events.add(event);
        if (watcher != null) {
            watcher.accept(event);
        }
    }
}
