package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins that can never come to anything: each has an end. */
class JoinBoundTest {

    /** Of real time: far more than any of it takes. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    @Test
    void aJoinThatWantsNothingFailsAndHoldsNothing() {
        VmResult result =
                assertTimeoutPreemptively(SOON, () -> lab.one(Request.Kind.SPOOF, "a", "node-1"), "joins for ever");

        assertEquals("HVN.WantsNothing", result.failure().details().errorId());
        assertFalse(result.held());
        assertEquals(List.of(), host.events());
    }

    @Test
    void aNameThatFitsSeveralAdaptersByTheTimeOfTheJoinFails() {
        host.vm("node-1").adapter("Network Adapter");
        lab.with(Options.defaults().withSpoofing(new Options.Spoofing(true, List.of("Network Adapter"))));
        VmResult result =
                assertTimeoutPreemptively(SOON, () -> lab.one(Request.Kind.SPOOF, "a", "node-1"), "joins for ever");

        assertEquals("HVN.AdapterAmbiguous", result.failure().details().errorId());
        assertFalse(result.held());
    }

    /** A process that hangs may keep the actor's file open though the lease names nobody. */
    @Test
    void aFloorThatCanNeverBeTakenEndsTheStepInTime() throws Exception {
        String id = host.vm("node-1").id();
        SimulatedMachine hanging = host.connect();
        Observation seen = hanging.observe(List.of(id)).get(id).value();
        String text = LeaseText.write(Lease.EMPTY.withActor(
                new Lease.Actor("x", "f".repeat(32), seen.clock().boot(), 1, 1)));
        hanging.writeLeases(
                List.of(new LeaseWrite(id, seen.lease().stamp(), "f".repeat(32), text, LeaseWrite.Floor.TAKE)));
        host.putLease(id, null, LeaseText.write(Lease.EMPTY));

        VmResult result =
                assertTimeoutPreemptively(SOON, () -> lab.one(Request.Kind.ENABLE, "a", "node-1"), "tries for ever");

        assertEquals("HVN.TimedOut", result.failure().details().errorId());
        assertEquals(List.of(), host.changes());
    }
}
