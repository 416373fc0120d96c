package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A VM, the runs that share it, and who moves next. In one thread: a schedule costs as much as its steps. Time is virtual, and goes on
 * only when nobody can move.
 */
final class SearchedWorld {

    static final String HOST = "LAB-HOST";
    private static final int MOST_STEPS = 20_000;
    private static final long LONG_AFTER = 20 * 60_000;
    private static final Set<String> INTERRUPTING = Set.of("shutdown", "turn off");

    /** What the VM is before anybody does anything. */
    record First(boolean running, boolean nesting, boolean spoofing) {

        static First of(int bits) {
            return new First((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }
    }

    final SimulatedHost host;
    final SimulatedVm vm;
    private final First first;
    private final Schedule schedule;
    private final DistinctStates distinct;
    private final List<SearchedParty> parties = new ArrayList<>();
    private final Map<Long, SearchedParty> processes = new HashMap<>();
    private final Set<SearchedParty> working = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private List<String> trace;
    private int worked;
    private boolean rebooted;
    private boolean savedThoughPowerIsNotOurs;

    SearchedWorld(First first, Schedule schedule, DistinctStates distinct) {
        this.first = first;
        this.schedule = schedule;
        this.distinct = distinct;
        host = SimulatedHost.intel2022(HOST).vm("node-1", v -> {
            v.nesting(first.nesting).spoofing(0, first.spoofing);
            if (first.running) {
                v.running();
            }
        });
        vm = host.vm("node-1");
        host.watch(this::watch);
    }

    /** Keeps what moves, to be told. */
    SearchedWorld traced() {
        trace = new ArrayList<>();
        return this;
    }

    SearchedWorld party(String name, List<SearchedEntry> entries, Faults faults, boolean resumes, long workMillis) {
        parties.add(new SearchedParty(this, name, entries, faults, resumes, workMillis));
        return this;
    }

    /** Lets the newest party suffer something when it gives back, too. */
    SearchedWorld thenSuffers(Faults faults) {
        parties.get(parties.size() - 1).suffersThen(faults);
        return this;
    }

    /** {@return how many runs came to work} */
    int worked() {
        return worked;
    }

    List<String> trace() {
        return trace;
    }

    long now() {
        return host.clock().millis();
    }

    String boot() {
        return host.clock().boot();
    }

    void tell(String who, String what) {
        if (trace != null) {
            trace.add(who + ": " + what + " (" + vm.platformState() + (vm.nesting() ? ", nesting" : "") + ')');
        }
    }

    void connected(SimulatedMachine machine, SearchedParty by) {
        processes.put(machine.process(), by);
    }

    /** Whether what is found before anything is joined stops an entry: a VM that is saved is for people to resume. */
    boolean isRefused(SearchedEntry entry) {
        return entry.kind != Request.Kind.SPOOF && vm.platformState().equals("Saved");
    }

    /** Whether there is no other run than this one. */
    boolean isAlone(SearchedParty party) {
        return parties.stream().allMatch(other -> other == party);
    }

    /** {@return what went wrong; empty when nothing did} */
    List<String> play() {
        try {
            SearchedParty last = null;
            for (int step = 0; parties.stream().anyMatch(p -> !p.isOver()) && wrong.isEmpty(); step++) {
                if (step > MOST_STEPS) {
                    wrong.add("no end after " + MOST_STEPS + " steps");
                } else {
                    last = move(last);
                    distinct.reached(this, parties);
                }
            }
        } catch (AssertionError e) {
            wrong.add(e.getMessage());
        }
        if (wrong.isEmpty()) {
            host.landGhosts();
            host.advance(LONG_AFTER);
            repeat();
            settle();
        }
        return wrong;
    }

    private SearchedParty move(SearchedParty last) {
        List<SearchedParty> able = new ArrayList<>(parties.size());
        if (last != null && last.canMove()) {
            able.add(last);
        }
        for (SearchedParty party : parties) {
            if (party != last && party.canMove()) {
                able.add(party);
            }
        }
        int ghosts = host.ghosts() > 0 ? 1 : 0;
        if (able.isEmpty() && ghosts == 0) {
            passTime();
            return last;
        }
        boolean preempts = last != null && !able.isEmpty() && able.get(0) == last;
        int choice = able.size() + ghosts == 1 ? 0 : schedule.choose(able.size() + ghosts, preempts);
        if (choice == able.size()) {
            tell("a ghost", "lands");
            host.landGhost();
            return last;
        }
        SearchedParty next = able.get(choice);
        long stall = schedule.stall();
        if (stall > 0) {
            tell(next.name, "is slow");
            next.stall(stall);
            return last;
        }
        next.move();
        return next;
    }

    private void passTime() {
        long until = Long.MAX_VALUE;
        for (SearchedParty party : parties) {
            if (!party.isOver()) {
                until = Math.min(until, party.sleepsUntil());
            }
        }
        host.advance(Math.max(1, Math.min(until - now(), host.millisToNextEvent())));
    }

    // ---- the promises

    void begins(SearchedParty party) {
        working.add(party);
        worked++;
        look(party);
    }

    void ends(SearchedParty party) {
        working.remove(party);
    }

    /** Whoever works has what it wanted, the newest of its entries before the others. */
    void look(SearchedParty party) {
        Boolean nesting = nesting(party);
        boolean spoofing = false;
        boolean power = first.running;
        for (SearchedEntry entry : party.entries()) {
            spoofing |= entry.options.spoofing() != null;
            power |= entry.options.start();
        }
        if (nesting != null && vm.nesting() != nesting) {
            wrong.add(party.name + " works with nesting " + vm.nesting());
        }
        if (spoofing && !vm.adapters().get(0).spoofing()) {
            wrong.add(party.name + " works without spoofing");
        }
        if (nesting != null && power && !rebooted && !vm.platformState().equals("Running")) {
            wrong.add(party.name + " works while the VM is " + vm.platformState());
        }
    }

    /** {@return what a run wants of nesting, its newest entry before the others; null when nothing} */
    private static Boolean nesting(SearchedParty party) {
        Boolean nesting = null;
        for (SearchedEntry entry : party.entries()) {
            nesting = switch (entry.kind) {
                case ENABLE -> Boolean.TRUE;
                case DISABLE -> Boolean.FALSE;
                default -> nesting;
            };
        }
        return nesting;
    }

    private void watch(SimulatedHost.Event event) {
        if (event.what().equals("reboot")) {
            rebooted = true;
            savedThoughPowerIsNotOurs |= host.leaseText(vm.id())
                    .map(LeaseText::read)
                    .flatMap(lease -> lease.aspect(AspectId.POWER))
                    .isEmpty();
        }
        if (trace != null) {
            tell("  process " + event.process(), event.what());
        }
        boolean exposes = event.what().startsWith("expose");
        if (working.isEmpty() || !exposes && !INTERRUPTING.contains(event.what())) {
            return;
        }
        SearchedParty by = processes.get(event.process());
        for (SearchedParty party : working) {
            boolean disturbs = !exposes || nesting(party) != null;
            if (disturbs && (by == null || !by.run().equals(party.run()))) {
                wrong.add(
                        event.what() + " by " + (by == null ? "nobody" : by.name) + " while " + party.name + " works");
            }
        }
    }

    /** Giving back what was given back changes nothing. */
    private void repeat() {
        try {
            for (SearchedParty party : parties) {
                party.repeatGivingBack();
            }
        } catch (AssertionError | MachineException e) {
            wrong.add(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everybody has ended: the VM is as it was first, and no lease holds anything. */
    private void settle() {
        String state = first.running ? "Running" : "Off";
        boolean savedByOthers = savedThoughPowerIsNotOurs && vm.platformState().equals("Saved");
        if (!vm.platformState().equals(state) && !savedByOthers) {
            wrong.add("ended " + vm.platformState() + ", was " + state);
        }
        if (vm.nesting() != first.nesting) {
            wrong.add("ended with nesting " + vm.nesting());
        }
        if (vm.adapters().get(0).spoofing() != first.spoofing) {
            wrong.add("ended with spoofing " + !first.spoofing);
        }
        String lease = host.leaseText(vm.id()).orElse("");
        if (!lease.isEmpty()) {
            Lease left = LeaseText.read(lease);
            if (!left.aspects().isEmpty() || !left.members().isEmpty() || left.actor() != null) {
                wrong.add("left a lease: " + lease);
            }
        }
    }
}
