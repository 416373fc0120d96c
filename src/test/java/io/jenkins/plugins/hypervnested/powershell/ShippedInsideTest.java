package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines inside machines by the shipped module, in real PowerShells, each in a process of its own. */
@RequiresPowerShell
@Timeout(600)
class ShippedInsideTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final String OUTER = FakeHost.NODE_1;
    private static final String INNER = FakeHost.NODE_3;

    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    private FakeHost host;
    private FakeHost guest;
    private FakeHost inner;

    @BeforeEach
    void makeHosts() throws Exception {
        assumeFalse(PlatformShell.isWindows(), "the simulated sessions are made for what is not Windows");
        host = new FakeHost(folder);
        guest = host.guest(OUTER, "L1", "P4ss-of-L1");
        inner = guest.guest(INNER, "L2", "P4ss-of-L2");
    }

    private PowerShellMachine open() throws Exception {
        GuestLogins logins = GuestLogins.none()
                .with("outer", "Administrator", SecretText.of("P4ss-of-L1"))
                .with("inner", "Administrator", SecretText.of("P4ss-of-L2"))
                .with("wrong", "Administrator", SecretText.of("wrong"));
        return PowerShellMachine.open(
                new Endpoint.Local(host.executable().toString()), HostSecrets.none(), logins, heard);
    }

    private static Observation observe(Machine machine, String subject) throws Exception {
        Answer<Observation> answer = machine.observe(List.of(subject)).get(subject);
        assertFalse(answer.isFailure(), () -> answer.failure().sentence());
        return answer.value();
    }

    private static void take(Machine machine, String subject) throws Exception {
        LeaseSeen seen = observe(machine, subject).lease();
        LeaseWrite write = new LeaseWrite(subject, seen.stamp(), EPOCH, "{}", LeaseWrite.Floor.TAKE);
        assertEquals(
                LeaseWrite.Outcome.WRITTEN,
                machine.writeLeases(List.of(write)).get(subject).value());
    }

    private static Failure refused(Machine machine, String login) {
        return assertThrows(MachineException.class, () -> machine.inside(OUTER, login))
                .failure();
    }

    @Test
    void aGuestIsAMachineOfItsOwn() throws Exception {
        try (PowerShellMachine machine = open();
                Machine inside = machine.inside(OUTER, "outer")) {
            MachineFacts here = machine.describe();
            MachineFacts there = inside.describe();

            assertEquals("LAB-HOST", here.name());
            assertEquals("L1", there.name());
            assertFalse(here.clock().boot().equals(there.clock().boot()));
            assertEquals(
                    1,
                    inside.find(List.of(VmRef.name("node-1")))
                            .get(VmRef.name("node-1"))
                            .size());
        }
    }

    @Test
    void aLeaseAndAChangeTwoLevelsInsideAreThereAlone() throws Exception {
        try (PowerShellMachine machine = open();
                Machine outside = machine.inside(OUTER, "outer");
                Machine inside = outside.inside(INNER, "inner")) {
            assertEquals("L2", inside.describe().name());
            take(inside, Subject.NETWORK);

            Change change = new Change.CreateSwitch(EPOCH, "VmNAT", EPOCH);
            Answer<Machine.Done> told = inside.change(List.of(change)).get(Subject.NETWORK);

            assertFalse(told.isFailure(), () -> told.failure().sentence());
            assertEquals(
                    1, observe(inside, Subject.NETWORK).network().switches().size());
            assertEquals(
                    0, observe(outside, Subject.NETWORK).network().switches().size());
            assertEquals(List.of(Subject.NETWORK), List.copyOf(inside.leases().keySet()));
            assertTrue(outside.leases().isEmpty() && machine.leases().isEmpty());
            assertTrue(new File(inner.leases(), "network.json").exists());
        }
    }

    @Test
    void whoeverLeavesAGuestHasNoFloorThereAndMayComeAgain() throws Exception {
        try (PowerShellMachine machine = open()) {
            try (Machine inside = machine.inside(OUTER, "outer")) {
                take(inside, Subject.NETWORK);
                assertTrue(observe(inside, Subject.NETWORK).lease().actorMine());
            }
            assertEquals("node-1", observe(machine, OUTER).vm().name());
            try (Machine inside = machine.inside(OUTER, "outer")) {
                assertFalse(observe(inside, Subject.NETWORK).lease().actorAlive());
            }
        }
    }

    @Test
    void aPasswordThatTheGuestDoesNotTakeIsNotPermitted() throws Exception {
        try (PowerShellMachine machine = open()) {
            Failure failure = refused(machine, "wrong");

            assertInstanceOf(Failure.NotPermitted.class, failure, failure::sentence);
            assertTrue(failure.details().what().contains("'wrong'"), failure::sentence);
            machine.inside(OUTER, "outer").close();
        }
    }

    @Test
    void aGuestThatIsStillBootingIsUnreachable() throws Exception {
        host.edit(json -> FakeHost.vm(json, OUTER).put("heartbeatMillis", 999_999_999_999_999L));
        try (PowerShellMachine machine = open()) {
            Failure failure = refused(machine, "outer");

            assertInstanceOf(Failure.Unreachable.class, failure, failure::sentence);
        }
    }

    @Test
    void aVmThatDoesNotRunIsInTheWrongState() throws Exception {
        host.edit(json -> FakeHost.vm(json, OUTER).put("state", "Off"));
        try (PowerShellMachine machine = open()) {
            Failure failure = refused(machine, "outer");

            assertInstanceOf(Failure.WrongState.class, failure, failure::sentence);
            assertEquals("HVN.NotRunning", failure.details().errorId());
        }
    }

    @Test
    void aGuestWhoseVmIsTurnedOffIsUnreachableAndTheHostGoesOn() throws Exception {
        try (PowerShellMachine machine = open();
                Machine inside = machine.inside(OUTER, "outer")) {
            inside.describe();
            take(machine, OUTER);

            machine.change(List.of(new Change.TurnOff(OUTER, EPOCH)));

            Failure failure =
                    assertThrows(MachineException.class, inside::leases).failure();
            assertInstanceOf(Failure.Unreachable.class, failure, failure::sentence);
            assertEquals("L1", failure.details().machine());
            assertEquals("Off", observe(machine, OUTER).vm().platformState());
        }
    }

    @Test
    void closingTheMachineEndsTheSessionsInside() throws Exception {
        Machine inside;
        try (PowerShellMachine machine = open()) {
            inside = machine.inside(OUTER, "outer");
            take(inside, Subject.NETWORK);
        }
        assertThrows(MachineException.class, inside::leases);
        try (PowerShellMachine machine = open();
                Machine again = machine.inside(OUTER, "outer")) {
            LeaseSeen lease = observe(again, Subject.NETWORK).lease();

            assertFalse(lease.actorAlive());
        }
    }

    @Test
    void noPasswordIsInWhatIsPrinted() throws Exception {
        try (PowerShellMachine machine = open()) {
            machine.inside(OUTER, "outer").close();
            refused(machine, "wrong");
        }

        assertFalse(String.join("\n", heard.lines()).contains("P4ss"), heard.lines()::toString);
    }
}
