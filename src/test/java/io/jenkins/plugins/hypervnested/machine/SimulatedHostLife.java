package io.jenkins.plugins.hypervnested.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What goes on in a {@link SimulatedHost}: its time, its power, its processes.
 *
 * <p>The outermost host owns time; the machines inside its VMs go along with it, each with milliseconds of its own boot.
 */
abstract class SimulatedHostLife extends SimulatedHostRecords {

    private static final long serialVersionUID = 1;

    private static final long VIRTUAL = Long.MIN_VALUE;
    private static final long AFTER_BOOT = 10_000;

    /** The VM in which this machine is; null for the outermost. */
    SimulatedVm within;

    final Map<String, SimulatedVm> vms = new LinkedHashMap<>();
    SimulatedNetwork network;
    final SimulatedRole role = new SimulatedRole();
    private long wallOffset = VIRTUAL;
    private int boot = 1;
    private String bootId;
    private long millis = 1_000_000;
    private boolean powered = true;
    private long lastProcess;
    private final TreeSet<Long> living = new TreeSet<>();
    /** Processes that stand at the end of a session from outside, and the process out there that has the session. */
    private final Map<Long, Long> sessions = new TreeMap<>();

    SimulatedHostLife(String name, String processor, int build) {
        super(name, processor, build);
    }

    @Override
    SimulatedHost root() {
        return within == null ? self() : within.host.root();
    }

    // ---- time

    @Override
    public Clock clock() {
        return new Clock(bootId(), millis);
    }

    String bootId() {
        if (bootId == null) {
            bootId = String.format("%032x", 0xb007_0000L + boot);
        }
        return bootId;
    }

    /** {@return milliseconds of this boot} */
    public long millis() {
        return millis;
    }

    /** {@return how long until something happens by itself here or elsewhere; {@link Long#MAX_VALUE} when nothing will} */
    public long millisToNextEvent() {
        return ((SimulatedHostLife) root()).untilNext();
    }

    /** {@return when that will be, on this machine's clock} */
    long nextEvent() {
        long next = millisToNextEvent();
        return next == Long.MAX_VALUE ? next : millis + next;
    }

    /** Lets time pass, here and everywhere. */
    public void advance(long byMillis) {
        ((SimulatedHostLife) root()).pass(byMillis);
    }

    void advanceTo(long then) {
        advance(then - millis);
    }

    private void pass(long by) {
        settle();
        for (long left = by; left > 0; ) {
            long step = Math.min(left, untilNext());
            tick(step);
            settle();
            left -= step;
        }
    }

    private long untilNext() {
        long next = network.nextEvent();
        for (SimulatedVm vm : vms.values()) {
            next = Math.min(next, vm.nextEvent());
        }
        next = Math.min(next, role.nextEvent());
        long until = next == Long.MAX_VALUE ? next : Math.max(0, next - millis);
        for (SimulatedVm vm : vms.values()) {
            if (vm.timePassesInside()) {
                until = Math.min(until, ((SimulatedHostLife) vm.inside).untilNext());
            }
        }
        return until;
    }

    private void tick(long step) {
        millis += step;
        for (SimulatedVm vm : vms.values()) {
            if (vm.timePassesInside()) {
                ((SimulatedHostLife) vm.inside).tick(step);
            }
        }
    }

    private void settle() {
        for (SimulatedVm vm : vms.values()) {
            vm.settle(millis);
            if (vm.timePassesInside()) {
                ((SimulatedHostLife) vm.inside).settle();
            }
        }
        network.settle(millis);
        role.settle(self());
    }

    /** From now on time is that of this computer, and {@link #catchUp()} brings it up to date. */
    public SimulatedHost inRealTime() {
        wallOffset = System.currentTimeMillis() - millis;
        verbMillis = 0;
        return self();
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

    // ---- power

    /** The machine starts anew: another boot, every process gone, VMs that ran are saved or start again. */
    public void reboot() {
        bootAnew();
        vms.values().forEach(SimulatedVm::hostWasRebooted);
        if (within != null) {
            within.guestRestarts(within.host.millis());
        }
        record(0, "reboot", name);
    }

    private void bootAnew() {
        boot++;
        bootId = null;
        millis = AFTER_BOOT;
        wallOffset = wallOffset == VIRTUAL ? VIRTUAL : System.currentTimeMillis() - millis;
        ghostsVanish(ghost -> true);
        allProcessesEnd();
        network.machineStarted(boot);
        role.machineStarted(self());
    }

    /** The VM in which it is loses its power. */
    void powerLost() {
        if (powered) {
            powered = false;
            allProcessesEnd();
            network.settleAll();
            vms.values().forEach(SimulatedVm::hostLostPower);
        }
    }

    /** The VM in which it is runs, or goes on after it was saved. */
    void powered() {
        if (!powered) {
            powered = true;
            bootAnew();
            vms.values().forEach(SimulatedVm::hostStarted);
        }
    }

    boolean isPowered() {
        return powered;
    }

    // ---- processes

    public boolean isLiving(long process) {
        return living.contains(process);
    }

    /** {@return the processes that answer verbs} */
    public List<Long> processes() {
        return List.copyOf(living);
    }

    /** A process of this computer comes to answer verbs. */
    public void enter(long pid) {
        living.add(pid);
    }

    long newProcess() {
        lastProcess += 4;
        living.add(lastProcess);
        return lastProcess;
    }

    /** A session is opened from outside; one that the same process has there already is closed. */
    long newSession(long outside) {
        session(outside).ifPresent(this::processEnded);
        long process = newProcess();
        sessions.put(process, outside);
        return process;
    }

    /** {@return the process here that stands at the end of the session which that process outside has} */
    Optional<Long> session(long outside) {
        return sessions.entrySet().stream()
                .filter(s -> s.getValue() == outside)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void processEnded(long process) {
        living.remove(process);
        sessions.remove(process);
        for (SimulatedLease lease : allLeases().values()) {
            if (lease.actorProcess == process) {
                lease.actorProcess = SimulatedLease.NOBODY;
            }
        }
        for (SimulatedVm vm : vms.values()) {
            if (vm.inside != null) {
                vm.inside.session(process).ifPresent(vm.inside::processEnded);
            }
        }
        ghostsVanish(ghost -> ghost.process() == process);
    }

    void allProcessesEnd() {
        List.copyOf(living).forEach(this::processEnded);
    }
}
