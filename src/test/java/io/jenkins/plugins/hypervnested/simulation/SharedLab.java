package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several runs that share the VM of a {@link Lab}: each enters, works, gives back, and watches that nobody disturbs its work.
 */
final class SharedLab {

    private static final int MOST_ASKS = 60;
    private static final int MOST_ATTEMPTS = 60;
    private static final long ASK_AGAIN = 15_000;
    private static final long TRY_AGAIN = 60_000;

    final Lab lab;
    private final Interleaver interleaver;
    private final Map<Long, SimulatedRun> processes = new HashMap<>();
    private final Set<SimulatedRun> working = new HashSet<>();
    private final List<String> disturbed = new ArrayList<>();
    private int worked;

    SharedLab(Lab.First first, Schedule schedule) {
        lab = new Lab(first);
        interleaver = new Interleaver(lab.host, schedule);
        lab.host.watch(this::watch);
    }

    /**
     * Adds a run.
     *
     * @param entries what it asks for, one after the other; given back in reverse
     * @param faults what its first process suffers
     * @param resumes whether it asks for the same again after it lost the machine, as a step does after a restart
     * @param workMillis for how long it works
     */
    void run(List<SimulatedRun> entries, Faults faults, boolean resumes, long workMillis) {
        SimulatedRun last = entries.get(entries.size() - 1);
        interleaver.party(last.name, party -> {
            Deque<SimulatedRun> begun = new ArrayDeque<>();
            try {
                boolean entered = true;
                for (SimulatedRun entry : entries) {
                    if (entered) {
                        begun.push(entry);
                        entered = enter(entry, party, entry == last ? faults : new Faults(), resumes);
                    }
                }
                if (entered) {
                    work(last, party, workMillis);
                }
            } finally {
                working.remove(last);
            }
            lab.vm.shutsDown();
            for (SimulatedRun entry : begun) {
                giveBack(entry, party);
            }
        });
    }

    /** Runs all, and asserts that nobody's work was disturbed and the VM is as it was first. */
    void play() {
        interleaver.run();
        if (!disturbed.isEmpty()) {
            throw new AssertionError("disturbed: " + disturbed + '\n' + interleaver.story());
        }
        String left = lab.left();
        if (!left.isEmpty()) {
            throw new AssertionError("left: " + left + '\n' + interleaver.story());
        }
    }

    /** {@return how many runs came to work} */
    int worked() {
        return worked;
    }

    private SimulatedMachine connect(SimulatedRun run, Faults faults, Interleaver.Party party) {
        SimulatedMachine machine = lab.host.connect(faults, party);
        processes.put(machine.process(), run);
        return machine;
    }

    private boolean enter(SimulatedRun run, Interleaver.Party party, Faults faults, boolean resumes)
            throws InterruptedException {
        Faults now = faults;
        for (int ask = 0; ask < MOST_ASKS; ask++) {
            try (SimulatedMachine machine = connect(run, now, party)) {
                VmResult result = run.enter(machine);
                if (result.end() != VmResult.End.WAITING) {
                    return result.end() == VmResult.End.DONE;
                }
            } catch (SimulatedCrash | MachineException e) {
                if (!resumes) {
                    return false;
                }
            }
            now = new Faults();
            party.sleep(ASK_AGAIN);
        }
        return false;
    }

    private void work(SimulatedRun run, Interleaver.Party party, long millis) {
        working.add(run);
        worked++;
        look(run, "begins");
        for (int i = 0; i < 3; i++) {
            party.next("works");
            look(run, "works");
        }
        party.sleep(millis);
        look(run, "has worked");
        working.remove(run);
    }

    private void look(SimulatedRun run, String when) {
        boolean wants = run.kind() == Request.Kind.ENABLE;
        if (lab.vm.nesting() != wants) {
            disturbed.add(run.name + ' ' + when + " with nesting " + lab.vm.nesting());
        }
        if ((lab.first.running() || run.starts()) && !lab.vm.platformState().equals("Running")) {
            disturbed.add(run.name + ' ' + when + " while the VM is " + lab.vm.platformState());
        }
    }

    private void watch(SimulatedHost.Event event) {
        boolean disturbs =
                Set.of("shutdown", "turn off", "expose on", "expose off").contains(event.what());
        SimulatedRun by = processes.get(event.process());
        for (SimulatedRun run : working) {
            boolean own = by != null && by.run().equals(run.run());
            if (disturbs && !own) {
                disturbed.add(
                        event.what() + " by " + (by == null ? "nobody" : by.name) + " while " + run.name + " works");
            }
        }
    }

    private void giveBack(SimulatedRun run, Interleaver.Party party) throws InterruptedException {
        VmResult last = null;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try (SimulatedMachine machine = connect(run, new Faults(), party)) {
                last = run.giveBack(machine);
                if (Lab.isGivenBack(last)) {
                    return;
                }
            } catch (MachineException e) {
                // its process was ended by another as a silent actor's: tried again, as a controller does
            }
            party.sleep(TRY_AGAIN);
        }
        throw new AssertionError(run.name + " was never given back: " + last);
    }
}
