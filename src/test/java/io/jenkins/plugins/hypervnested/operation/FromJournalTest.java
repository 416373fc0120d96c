package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lease that was lost, and a VM that is not as it was: what an administrator's <em>restore from the journal</em> makes of it. */
class FromJournalTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    private static Target target(VmResult held, boolean fromJournal) {
        return target(held.id(), held.aspects(), fromJournal);
    }

    private static Target target(String id, List<AspectRecord> recorded, boolean fromJournal) {
        return new Target(
                VmRef.id(id), Lab.holder("a", "node-1"), recorded, Duration.ZERO, fromJournal, false, "node-1");
    }

    private VmResult heldAndLost() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        host.loseLease(held.id());
        return held;
    }

    @Test
    void withoutTheWordOfAnAdministratorNothingIsDone() throws Exception {
        VmResult held = heldAndLost();
        int events = host.events().size();
        VmResult back = lab.back(target(held, false));

        assertEquals("HVN.LeaseLost", back.failure().details().errorId());
        assertEquals(events, host.events().size());
    }

    @Test
    void theVmIsPutBackFromTheJournalAndNobodyHoldsIt() throws Exception {
        VmResult back = lab.back(target(heldAndLost(), true));

        assertEquals(VmResult.End.RESTORED, back.end());
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
        assertTrue(
                back.notes().contains("the lease was gone, and made again from the journal"), back.notes()::toString);
        assertEquals(List.of(), back.aspects());
    }

    @Test
    void aLeaseThatIsThereIsNotMadeAgain() throws Exception {
        VmResult held = lab.one(Request.Kind.ENABLE, "a", "node-1");
        VmResult back = lab.back(target(held, true));

        assertEquals(VmResult.End.RESTORED, back.end());
        assertEquals(List.of(), back.notes());
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsLeftAloneAndReported() throws Exception {
        VmResult held = heldAndLost();
        host.vm("node-1").spoofing(0, true);
        String adapter = host.connect()
                .observe(List.of(held.id()))
                .get(held.id())
                .value()
                .vm()
                .adapters()
                .get(0)
                .id();
        List<AspectRecord> recorded = new ArrayList<>(held.aspects());
        recorded.add(new AspectRecord("spoofing", adapter, "off", ""));

        VmResult back = lab.back(target(held.id(), recorded, true));

        assertEquals(VmResult.End.RESTORED, back.end());
        assertEquals(Map.of("Network Adapter", true), back.after().spoofing());
        assertFalse(host.vm("node-1").nesting());
        assertTrue(back.notes().stream().anyMatch(n -> n.contains("changed by somebody else")), back.notes()::toString);
    }

    @Test
    void whoJoinedSinceRestoresWhatItWasBeforeUs() throws Exception {
        VmResult held = heldAndLost();
        lab.run(Request.Kind.ENABLE, "b", "node-1");

        assertEquals(VmResult.End.PASSED_ON, lab.back(target(held, true)).end());
        assertTrue(host.vm("node-1").nesting());

        lab.run(Request.Kind.ROLL_BACK, "b", "node-1");
        assertFalse(host.vm("node-1").nesting());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void turningOffIsGrantedAsTheEntrySays() throws Exception {
        VmResult held = heldAndLost();
        host.vm("node-1").ignoresShutdown();

        VmResult stuck = lab.back(target(held, true));
        assertEquals("HVN.DoesNotShutDown", stuck.failure().details().errorId());
        assertTrue(stuck.held());
        host.loseLease(held.id());
        VmResult back = lab.with(Lab.restart(Options.Restart.FORCE)).back(target(held, true));
        assertEquals(VmResult.End.RESTORED, back.end());
    }

    @ParameterizedTest
    @EnumSource(
            value = Faults.Kind.class,
            names = {"CRASH", "GHOST", "STRAY", "UNREACHABLE", "REBOOT"})
    void itIsTakenUpAgainWhereverItWasCutOff(Faults.Kind kind) throws Exception {
        Faults whole = new Faults();
        VmResult first = heldAndLost();
        lab.run(Request.Kind.ROLL_BACK, List.of(target(first, true)), whole);
        int calls = whole.calls(Faults.ANY);
        assertTrue(calls > 8);
        for (int call = 1; call <= calls; call++) {
            SimulatedHost other = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
            Lab again = new Lab(other);
            VmResult held = again.one(Request.Kind.ENABLE, "a", "node-1");
            other.loseLease(held.id());
            Target target = target(held, true);
            try {
                again.run(Request.Kind.ROLL_BACK, List.of(target), new Faults().before(Faults.ANY, call, kind));
            } catch (SimulatedCrash | MachineException e) {
                again.log.add(e.toString());
            }
            other.advance(120_000);
            boolean over = !other.vm("node-1").nesting()
                    && SimulatedPicture.leases(other).isEmpty();
            assertEquals(VmResult.End.RESTORED, again.back(target).end(), kind + " at call " + call);
            other.landGhosts();
            assertFalse(other.vm("node-1").nesting(), kind + " at call " + call);
            // what a reboot saves when all is over stays as the host has it
            String power = over ? other.vm("node-1").platformState() : "Running";
            assertEquals(power, other.vm("node-1").platformState(), kind + " at call " + call);
        }
    }

    @Test
    void theNetworkOfAGuestIsPutBackFromTheJournalToo() throws Exception {
        NestedLab nested = new NestedLab();
        Options options = NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)));
        VmResult held = nested.run(Request.Kind.NAT, "A", options);
        nested.loseAllLeases();
        assertEquals(
                "HVN.LeaseLost",
                nested.run(Request.Kind.ROLL_BACK, "A", options)
                        .failure()
                        .details()
                        .errorId());

        VmResult back = nested.back("A", held.id(), options, true, false);

        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        nested.assertAsItWas();
    }

    @Test
    void aVmThatIsOffIsNotStartedOverALeaseThatWasLost() {
        NestedLab nested = new NestedLab();
        Options options = NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)));
        VmResult held = nested.run(Request.Kind.NAT, "A", options);
        nested.loseAllLeases();
        nested.node.vm("nested-1").off();

        VmResult stuck = nested.run(Request.Kind.ROLL_BACK, "A", options);
        assertEquals("HVN.LeaseLost", stuck.failure().details().errorId());

        VmResult back = nested.back("A", held.id(), options, true, false);
        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        nested.assertAsItWas();
    }

    @Test
    void norIsTheVmAroundIt() {
        NestedLab nested = new NestedLab();
        // it would go off with the VM around it, and nobody holds it
        nested.node.vm("nested-2").off();
        nested.begins();
        Options options = NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)));
        VmResult held = nested.run(Request.Kind.NAT, "A", options);
        nested.loseAllLeases();
        nested.vm().off();

        VmResult stuck = nested.run(Request.Kind.ROLL_BACK, "A", options);
        assertEquals("HVN.LeaseLost", stuck.failure().details().errorId());

        VmResult back = nested.back("A", held.id(), options, true, false);
        assertEquals(VmResult.End.RESTORED, back.end(), back::toString);
        nested.assertAsItWas();
    }
}
