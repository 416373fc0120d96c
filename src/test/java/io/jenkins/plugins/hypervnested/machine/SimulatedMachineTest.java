package io.jenkins.plugins.hypervnested.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.LeaseWrite.Floor;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedMachineTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final String LATER = "fedcba9876543210fedcba9876543210";

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", SimulatedVm::running);
    private final SimulatedVm vm = host.vm("node-1");

    private Observation observe(Machine machine) throws Exception {
        return machine.observe(List.of(vm.id())).get(vm.id()).value();
    }

    private Outcome take(Machine machine, String epoch) throws Exception {
        LeaseSeen seen = observe(machine).lease();
        var write = new LeaseWrite(vm.id(), seen.stamp(), epoch, "{}", Floor.TAKE);
        return machine.writeLeases(List.of(write)).get(vm.id()).value();
    }

    private Failure tell(Machine machine, Change change) throws Exception {
        return machine.change(List.of(change)).get(vm.id()).failure();
    }

    private void awaitState(Machine machine, String state) throws Exception {
        for (int slices = 0; !observe(machine).vm().platformState().equals(state); slices++) {
            assertTrue(slices < 100, "never " + state);
            machine.await(Map.of(vm.id(), observe(machine).vm().fingerprint()), Duration.ofSeconds(5));
        }
    }

    @Test
    void aShutdownIsAskedForAndComesLaterWithoutAnybodySleeping() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            assertNull(tell(machine, new Change.AskShutdown(vm.id(), EPOCH)));
            assertEquals("Stopping", vm.platformState());
            awaitState(machine, "Off");
            assertNull(tell(machine, new Change.Expose(vm.id(), EPOCH, true)));
            assertNull(tell(machine, new Change.Start(vm.id(), EPOCH)));
            awaitState(machine, "Running");
            assertEquals(Heartbeat.NO_CONTACT, observe(machine).vm().heartbeat());
            machine.await(Map.of(vm.id(), observe(machine).vm().fingerprint()), Duration.ofSeconds(30));
            assertEquals(Heartbeat.OK, observe(machine).vm().heartbeat());
        }
        assertEquals(List.of("shutdown node-1", "expose on node-1", "start node-1"), host.changes());
    }

    @Test
    void extensionsOfARunningVmAreRefusedWithThePlatformsId() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            Failure failure = tell(machine, new Change.Expose(vm.id(), EPOCH, true));
            assertInstanceOf(Failure.WrongState.class, failure);
            assertTrue(failure.details().errorId().startsWith("InvalidState,"), failure.sentence());
        }
    }

    @Test
    void aPlatformWithoutNestingTakesTheSettingAndRefusesTheStart() throws Exception {
        host.withoutNestingSupport();
        vm.off();
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            assertNull(tell(machine, new Change.Expose(vm.id(), EPOCH, true)));
            assertEquals(
                    "OperationFailed,Microsoft.HyperV.PowerShell.Commands.StartVM",
                    tell(machine, new Change.Start(vm.id(), EPOCH)).details().errorId());
            assertEquals("Off", vm.platformState());
        }
    }

    @Test
    void aChangeUnderAnotherEpochIsFencedAndChangesNothing() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            assertInstanceOf(Failure.Fenced.class, tell(machine, new Change.TurnOff(vm.id(), LATER)));
            assertEquals("Running", vm.platformState());
        }
    }

    @Test
    void theFloorIsNotTakenWhileAnotherLivingProcessKeepsIt() throws Exception {
        try (SimulatedMachine first = host.connect();
                Machine second = host.connect()) {
            assertEquals(Outcome.WRITTEN, take(first, EPOCH));
            assertEquals(Outcome.CHANGED, take(second, LATER));
            first.crash();
            assertFalse(observe(second).lease().actorAlive());
            assertEquals(Outcome.WRITTEN, take(second, LATER));
        }
    }

    @Test
    void aWriterThatSawAnOlderLeaseChangesNothing() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            var late = new LeaseWrite(vm.id(), LeaseSeen.ABSENT, LATER, "{\"late\":1}", Floor.KEEP);
            assertEquals(
                    Outcome.CHANGED,
                    machine.writeLeases(List.of(late)).get(vm.id()).value());
            assertEquals("{}", host.leaseText(vm.id()).orElseThrow());
        }
    }

    @Test
    void anActorThatIsSlowBecomesSilentAndItsProcessCanBeEnded() throws Exception {
        try (Machine slow = host.connect();
                Machine other = host.connect()) {
            take(slow, EPOCH);
            host.advance(61_000);
            assertTrue(observe(other).lease().silentMillis() > 60_000);
            assertTrue(other.endActor(vm.id(), EPOCH));
            assertThrows(MachineException.class, () -> observe(slow));
        }
    }

    @Test
    void aGhostsChangeLandsLaterUnlessItIsFencedByThen() throws Exception {
        Faults faults = new Faults().before("change", 1, Faults.Kind.GHOST);
        try (SimulatedMachine dies = host.connect(faults);
                Machine next = host.connect()) {
            take(dies, EPOCH);
            assertThrows(SimulatedCrash.class, () -> tell(dies, new Change.TurnOff(vm.id(), EPOCH)));
            assertTrue(observe(next).lease().actorAlive(), "the ghost's process lives on");
            host.putLease(vm.id(), LATER, "{}");
            host.landGhosts();
            assertEquals("Running", vm.platformState());
            assertFalse(observe(next).lease().actorAlive());
        }
    }

    @Test
    void aGhostsChangeThatIsNotFencedIsDone() throws Exception {
        Faults faults = new Faults().before("change", 1, Faults.Kind.GHOST);
        try (SimulatedMachine dies = host.connect(faults)) {
            take(dies, EPOCH);
            assertThrows(SimulatedCrash.class, () -> tell(dies, new Change.TurnOff(vm.id(), EPOCH)));
        }
        assertEquals("Running", vm.platformState());
        host.landGhosts();
        assertEquals("Off", vm.platformState());
    }

    @Test
    void aRebootEndsEveryProcessSavesVmsAndStartsAnotherClock() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            String boot = host.clock().boot();
            host.reboot();
            assertNotEquals(boot, host.clock().boot());
            assertThrows(MachineException.class, () -> observe(machine));
            try (Machine next = host.connect()) {
                assertEquals("Saved", observe(next).vm().platformState());
                assertEquals(-1, observe(next).lease().silentMillis());
            }
        }
    }

    @Test
    void mergingAfterOffMakesAChangeWait() throws Exception {
        vm.mergeMillis(30_000);
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            assertNull(tell(machine, new Change.TurnOff(vm.id(), EPOCH)));
            assertInstanceOf(Failure.Busy.class, tell(machine, new Change.Expose(vm.id(), EPOCH, true)));
            host.advance(30_000);
            assertNull(tell(machine, new Change.Expose(vm.id(), EPOCH, true)));
        }
    }

    @Test
    void anUnreadableLeaseIsNeverAbsent() throws Exception {
        try (Machine machine = host.connect()) {
            take(machine, EPOCH);
            host.spoilLease(vm.id(), LeaseSeen.Problem.NEWER);
            LeaseSeen seen = observe(machine).lease();
            assertNull(seen.text());
            assertNotEquals(LeaseSeen.ABSENT, seen.stamp());
            assertInstanceOf(Failure.Unsupported.class, tell(machine, new Change.TurnOff(vm.id(), EPOCH)));
        }
    }

    @Test
    void itsStateSurvivesBeingWrittenToAFile() throws Exception {
        vm.spoofing(0, true).nesting(true);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(file)) {
            out.writeObject(host);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            SimulatedHost again = (SimulatedHost) in.readObject();
            try (Machine machine = again.connect();
                    Machine original = host.connect()) {
                assertEquals(observe(original).vm(), observe(machine).vm());
            }
        }
    }
}
