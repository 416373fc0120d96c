package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who restores a VM dies, hangs or is lost in the middle: whoever comes next takes over, and no earlier than it may. */
class TakeoverTest {

    private SimulatedHost host;
    private Lab lab;

    private void begin() throws Exception {
        host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
        lab = new Lab(host);
        lab.run(Request.Kind.ENABLE, "a", "node-1");
    }

    private void broken(Request.Kind kind, String run, Faults faults) throws Exception {
        try {
            lab.run(kind, run, faults, "node-1");
        } catch (SimulatedCrash | MachineException e) {
            lab.log.add(e.toString());
        }
    }

    private int callsOfARollback() throws Exception {
        begin();
        Faults whole = new Faults();
        lab.run(Request.Kind.ROLL_BACK, "a", whole, "node-1");
        return whole.calls(Faults.ANY);
    }

    private void assertAsItWas(String when) {
        assertFalse(host.vm("node-1").nesting(), when);
        assertEquals("Running", host.vm("node-1").platformState(), when);
        Lease rest = LeaseText.read(host.leaseText(host.vm("node-1").id()).orElseThrow());
        assertEquals(List.of(), rest.aspects(), when);
        assertTrue(rest.members().isEmpty(), when);
    }

    /** CRASH: its process is gone. GHOST: it hangs, and its last call lands later. STRAY: the same, though its process is gone. */
    @ParameterizedTest
    @EnumSource(
            value = Faults.Kind.class,
            names = {"CRASH", "GHOST", "STRAY", "UNREACHABLE", "UNREACHABLE_GHOST"})
    void aRestorerThatIsLostAtAnyVerbIsTakenOverByItsOwnNextAttempt(Faults.Kind kind) throws Exception {
        int calls = callsOfARollback();
        for (int call = 1; call <= calls; call++) {
            String when = kind + " at call " + call;
            begin();
            broken(Request.Kind.ROLL_BACK, "a", new Faults().before(Faults.ANY, call, kind));
            assertEquals(
                    VmResult.End.RESTORED,
                    lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end(),
                    when);
            host.landGhosts();
            assertAsItWas(when);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Faults.Kind.class,
            names = {"CRASH", "GHOST", "STRAY"})
    void aRestorerThatIsLostAtAnyVerbIsTakenOverByWhoComesNext(Faults.Kind kind) throws Exception {
        int calls = callsOfARollback();
        for (int call = 1; call <= calls; call++) {
            String when = kind + " at call " + call;
            begin();
            broken(Request.Kind.ROLL_BACK, "a", new Faults().before(Faults.ANY, call, kind));
            VmResult next = lab.one(Request.Kind.ENABLE, "b", "node-1");
            assertEquals(VmResult.End.DONE, next.end(), when);
            host.landGhosts();
            assertTrue(host.vm("node-1").nesting(), when);
            assertEquals("Running", host.vm("node-1").platformState(), when);

            lab.run(Request.Kind.ROLL_BACK, "a", "node-1");
            assertTrue(host.vm("node-1").nesting(), when);
            lab.run(Request.Kind.ROLL_BACK, "b", "node-1");
            assertAsItWas(when);
        }
    }

    private long millisOf(String what) {
        return host.events().stream()
                .filter(e -> e.what().equals(what))
                .mapToLong(SimulatedHost.Event::millis)
                .max()
                .orElseThrow();
    }

    @Test
    void anActorWhoseProcessIsThereKeepsTheFloorUntilItWasSilentForAMinute() throws Exception {
        begin();
        broken(Request.Kind.ROLL_BACK, "a", new Faults().before("change", 2, Faults.Kind.GHOST));
        long silentSince = host.clock().millis();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        assertTrue(
                millisOf("lease: end process") - silentSince >= Bounds.SILENCE.toMillis() - 1000,
                () -> "" + host.events());
        assertTrue(lab.log.stream().anyMatch(l -> l.contains("ends the process of an actor that has been silent")));
        assertAsItWas("after a takeover");
    }

    @Test
    void anActorWhoseProcessIsGoneIsTakenOverAtOnce() throws Exception {
        begin();
        broken(Request.Kind.ROLL_BACK, "a", new Faults().before("change", 2, Faults.Kind.CRASH));
        long dead = host.clock().millis();
        int events = host.events().size();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        SimulatedHost.Event taken = host.events().get(events);
        assertEquals("lease TAKE", taken.what());
        assertTrue(taken.millis() - dead < 1_000, taken::toString);
    }

    @Test
    void anActorOfAnEarlierBootIsDead() throws Exception {
        begin();
        broken(Request.Kind.ROLL_BACK, "a", new Faults().before("change", 2, Faults.Kind.GHOST));
        host.reboot();
        long booted = host.clock().millis();
        int events = host.events().size();
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");

        SimulatedHost.Event taken = host.events().get(events);
        assertEquals("lease TAKE", taken.what());
        assertTrue(taken.millis() - booted < 1_000, taken::toString);
        assertAsItWas("after a reboot");
    }

    @Test
    void aSilentActorWhoseProcessCannotBeEndedKeepsTheFloorAndTheStepHasAnEnd() throws Exception {
        begin();
        host.keepsSilentActors();
        broken(Request.Kind.ROLL_BACK, "a", new Faults().before("change", 2, Faults.Kind.GHOST));
        int changes = host.changes().size();
        VmResult next = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals("HVN.TimedOut", next.failure().details().errorId());
        assertTrue(next.held());
        assertEquals(changes, host.changes().size());
    }

    @Test
    void aChangeOfWhoWasTakenOverIsRefused() throws Exception {
        begin();
        broken(Request.Kind.ROLL_BACK, "a", new Faults().before("change", 1, Faults.Kind.STRAY));
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        int changes = host.changes().size();
        host.landGhosts();

        assertEquals(changes, host.changes().size());
    }

    @Test
    void anEpochIsNeverUsedTwice() throws Exception {
        begin();
        List<String> epochs = new ArrayList<>();
        host.watch(event -> {
            if (event.what().equals("lease TAKE")) {
                epochs.add(LeaseText.read(host.leaseText(event.object()).orElseThrow())
                        .epoch());
            }
        });
        lab.run(Request.Kind.ROLL_BACK, "a", "node-1");
        lab.run(Request.Kind.ENABLE, "b", "node-1");
        lab.run(Request.Kind.ROLL_BACK, "b", "node-1");

        assertEquals(3, epochs.size());
        assertEquals(3, epochs.stream().distinct().count());
        assertTrue(epochs.stream().allMatch(e -> e.matches("[0-9a-f]{32}")), epochs::toString);
    }
}
