package io.jenkins.plugins.hypervnested.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happened on a {@link SimulatedHost}, and which calls of dead runs are still on their way to it. */
abstract class SimulatedHostRecords extends SimulatedHostScene {

    private static final long serialVersionUID = 1;

    private final List<SimulatedHost.Event> events = new ArrayList<>();
    private final List<String> worldChanges = new ArrayList<>();
    private transient List<SimulatedProcess.Ghost> ghosts;
    private transient Consumer<SimulatedHost.Event> watcher;

    SimulatedHostRecords(String name, String processor, int build) {
        super(name, processor, build);
    }

    /** {@return the host that is in no other; time is its} */
    abstract SimulatedHost root();

    public abstract Clock clock();

    // ---- calls of dead runs

    void haunt(SimulatedProcess.Ghost ghost) {
        if (ghosts == null) {
            ghosts = new ArrayList<>();
        }
        ghosts.add(ghost);
    }

    void ghostsVanish(Predicate<SimulatedProcess.Ghost> which) {
        if (ghosts != null) {
            ghosts.removeIf(which);
        }
    }

    /** {@return how many calls of dead runs are still on their way} */
    public int ghosts() {
        return ghosts == null ? 0 : ghosts.size();
    }

    /** The oldest call of a dead run arrives; its process ends after it. */
    public void landGhost() {
        ghosts.remove(0).land();
    }

    // ---- what happened

    /** Shows each change to somebody, just before it is made. */
    public void watch(Consumer<SimulatedHost.Event> with) {
        watcher = with;
    }

    /** {@return what changed subjects and leases, in order} */
    public List<SimulatedHost.Event> events() {
        return List.copyOf(events);
    }

    /** {@return what changed VMs, network and role of all machines in each other, in order, as {@code VM-1: add address 10.0.0.1/24}} */
    public List<String> worldChanges() {
        return List.copyOf(((SimulatedHostRecords) root()).worldChanges);
    }

    void record(long process, String what, String object) {
        SimulatedHost.Event event = new SimulatedHost.Event(clock().millis(), clock().boot(), process, what, object);
        events.add(event);
        if (!what.startsWith("lease") && !what.equals("reboot")) {
            ((SimulatedHostRecords) root()).worldChanges.add(name + ": " + what + ' ' + object);
        }
        if (watcher != null) {
            watcher.accept(event);
        }
    }
}
