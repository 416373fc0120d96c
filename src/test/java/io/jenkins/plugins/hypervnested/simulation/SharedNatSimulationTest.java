package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Schedule;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.NestedLab;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two and three runs share the network inside a VM, in many random orders, with crashes: nobody's is taken away, and the last restores. */
class SharedNatSimulationTest {

    /** How many random orders each test plays; -Dsimulation.seeds=20000 looks longer. */
    private static final int SEEDS = Math.min(Integer.getInteger("simulation.seeds", 60), 20_000);

    private static final int MOST_ASKS = 60;
    private static final long ASK_AGAIN = 15_000;
    private static final long TRY_AGAIN = 60_000;
    private static final List<Faults.Kind> KINDS =
            List.of(Faults.Kind.CRASH, Faults.Kind.UNREACHABLE, Faults.Kind.GHOST, Faults.Kind.STRAY);

    private final List<String> disturbed = new ArrayList<>();
    private int worked;

    private Faults faults(Random random) {
        return random.nextInt(3) == 0
                ? new Faults()
                : new Faults().before(Faults.ANY, 1 + random.nextInt(60), KINDS.get(random.nextInt(KINDS.size())));
    }

    private void play(int runs, long seed) {
        Random random = new Random(seed);
        NestedLab lab = new NestedLab();
        Interleaver interleaver = new Interleaver(lab.host, Schedule.seeded(seed));
        for (int i = 0; i < runs; i++) {
            String name = String.valueOf((char) ('A' + i));
            Nat nat = random.nextInt(4) == 0
                    ? new Nat("OtherNAT", "Other", "10.55.0.0/24", "10.55.0.1", List.of())
                    : NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true));
            Options options = NestedLab.options(nat)
                    .withWhenHeld(random.nextInt(4) == 0 ? Options.WhenHeld.FAIL : Options.WhenHeld.WAIT);
            Faults faults = faults(random);
            boolean resumes = random.nextBoolean();
            interleaver.party(name, party -> {
                if (enter(lab, name, options, party, faults, resumes)) {
                    work(lab, name, nat, party);
                }
                giveBack(lab, name, options, party);
            });
        }
        interleaver.run();
        lab.host.landGhosts();
        try {
            lab.assertAsItWas();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + '\n' + interleaver.story(), e);
        }
    }

    private static boolean enter(
            NestedLab lab, String name, Options options, Interleaver.Party party, Faults faults, boolean resumes)
            throws InterruptedException {
        Faults now = faults;
        for (int ask = 0; ask < MOST_ASKS; ask++) {
            try (SimulatedMachine machine = lab.host.connect(now, party)) {
                VmResult result = lab.run(Request.Kind.NAT, name, options, machine);
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

    private void work(NestedLab lab, String name, Nat nat, Interleaver.Party party) {
        worked++;
        for (int i = 0; i < 4; i++) {
            look(lab, name, nat);
            party.next("works");
        }
        party.sleep(20_000);
        look(lab, name, nat);
    }

    private void look(NestedLab lab, String name, Nat nat) {
        String network = SimulatedPicture.of(lab.host);
        boolean there = network.contains("NODE-1 nat " + nat.natName() + ' ' + nat.prefix())
                && network.contains(nat.gateway() + "/24")
                && (nat.guests().isEmpty() || network.contains("[192.168.100.2/24]"));
        if (!there) {
            disturbed.add(name + " works without its network:\n" + network);
        }
    }

    private static void giveBack(NestedLab lab, String name, Options options, Interleaver.Party party)
            throws InterruptedException {
        VmResult last = null;
        for (int attempt = 0; attempt < MOST_ASKS; attempt++) {
            try (SimulatedMachine machine = lab.host.connect(new Faults(), party)) {
                last = lab.run(Request.Kind.ROLL_BACK, name, options, machine);
                if (last.end() == VmResult.End.RESTORED) {
                    return;
                }
            } catch (MachineException e) {
                // its process was ended by another as a silent actor's: tried again, as a controller does
            }
            party.sleep(TRY_AGAIN);
        }
        throw new AssertionError(name + " was never given back: " + last);
    }

    private void many(int runs) {
        List<String> wrong = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                play(runs, seed);
            } catch (AssertionError e) {
                wrong.add(e.getMessage());
            }
        }
        System.out.println(SEEDS + " schedules of " + runs + " runs, " + worked + " came to work");
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " went wrong, the first: " + wrong.get(0));
        assertTrue(disturbed.isEmpty(), () -> disturbed.size() + " were disturbed, the first: " + disturbed.get(0));
        assertTrue(worked > SEEDS / 2, "hardly anybody came to work: " + worked);
    }

    @Test
    void twoRunsWithCrashesAndGhosts() {
        many(2);
    }

    @Test
    void threeRunsWithCrashesAndGhosts() {
        many(3);
    }
}
