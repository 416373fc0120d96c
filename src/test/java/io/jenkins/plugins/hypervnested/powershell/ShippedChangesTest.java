package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases and changes by the shipped module over the simulated host, in a real PowerShell. */
@RequiresPowerShell
@Timeout(600)
class ShippedChangesTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";
    private static final String ABSENT = "99999999-9999-4999-8999-999999999999";

    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeHost(folder);
    }

    private PowerShellMachine open() throws Exception {
        return host.open(heard);
    }

    private static Observation observe(Machine machine, String id) throws Exception {
        return machine.observe(List.of(id)).get(id).value();
    }

    private static void take(Machine machine, String id, String epoch) throws Exception {
        LeaseSeen seen = observe(machine, id).lease();
        LeaseWrite write = new LeaseWrite(id, seen.stamp(), epoch, "{\"a\":\"=1\"}", LeaseWrite.Floor.TAKE);
        assertEquals(
                LeaseWrite.Outcome.WRITTEN,
                machine.writeLeases(List.of(write)).get(id).value());
    }

    private static Answer<Machine.Done> tell(Machine machine, Change change) throws Exception {
        return machine.change(List.of(change)).get(change.subject());
    }

    private static void awaitState(Machine machine, String id, PowerState state) throws Exception {
        VmState vm = observe(machine, id).vm();
        while (vm.power() != state) {
            machine.await(Map.of(id, vm.fingerprint()), Duration.ofSeconds(5));
            vm = observe(machine, id).vm();
        }
    }

    @Test
    void aLeaseIsReplacedOnlyWhenItIsWhatItsWriterRead() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_1, EPOCH);
            LeaseWrite late = new LeaseWrite(FakeHost.NODE_1, LeaseSeen.ABSENT, OTHER, "{}", LeaseWrite.Floor.KEEP);

            assertEquals(
                    LeaseWrite.Outcome.CHANGED,
                    machine.writeLeases(List.of(late)).get(FakeHost.NODE_1).value());

            LeaseSeen lease = machine.leases().get(FakeHost.NODE_1);
            assertEquals("{\"a\":\"=1\"}", lease.text());
            assertTrue(lease.actorAlive() && lease.actorMine());
        }
    }

    @Test
    void theFloorOfAMachineThatWasClosedIsFree() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_1, EPOCH);
        }
        try (PowerShellMachine machine = open()) {
            LeaseSeen lease = observe(machine, FakeHost.NODE_1).lease();

            assertFalse(lease.actorAlive());
            take(machine, FakeHost.NODE_1, OTHER);
        }
    }

    @Test
    void aVmIsShutDownExposedAndStarted() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_1, EPOCH);

            assertFalse(tell(machine, new Change.AskShutdown(FakeHost.NODE_1, EPOCH))
                    .isFailure());
            awaitState(machine, FakeHost.NODE_1, PowerState.OFF);
            assertFalse(tell(machine, new Change.Expose(FakeHost.NODE_1, EPOCH, true))
                    .isFailure());
            assertFalse(tell(machine, new Change.Start(FakeHost.NODE_1, EPOCH)).isFailure());
            awaitState(machine, FakeHost.NODE_1, PowerState.RUNNING);

            assertTrue(observe(machine, FakeHost.NODE_1).vm().nesting());
        }
    }

    @Test
    void spoofingIsSetOnTheAdapterOfThatId() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_2, EPOCH);
            String adapter =
                    observe(machine, FakeHost.NODE_2).vm().adapters().get(1).id();

            assertFalse(tell(machine, new Change.Spoof(FakeHost.NODE_2, EPOCH, adapter, true))
                    .isFailure());
            Failure gone = tell(machine, new Change.Spoof(FakeHost.NODE_2, EPOCH, "Microsoft:none", true))
                    .failure();

            assertTrue(observe(machine, FakeHost.NODE_2).vm().adapters().get(1).spoofing());
            assertInstanceOf(Failure.NotFound.class, gone);
        }
    }

    @Test
    void aChangeOfAnotherEpochIsFencedAndChangesNothing() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_1, EPOCH);

            Failure failure =
                    tell(machine, new Change.TurnOff(FakeHost.NODE_1, OTHER)).failure();

            assertInstanceOf(Failure.Fenced.class, failure);
            assertEquals("turn off VM 'node-1'", failure.details().what());
            assertEquals(
                    PowerState.RUNNING, observe(machine, FakeHost.NODE_1).vm().power());
        }
    }

    @Test
    void exposingToAVmThatRunsIsTheWrongState() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_1, EPOCH);

            Failure failure = tell(machine, new Change.Expose(FakeHost.NODE_1, EPOCH, true))
                    .failure();

            assertInstanceOf(Failure.WrongState.class, failure, failure::sentence);
        }
    }

    @Test
    void endActorEndsTheProcessThatHasTheFloor() throws Exception {
        try (PowerShellMachine silent = open();
                PowerShellMachine other = open()) {
            take(silent, FakeHost.NODE_1, EPOCH);

            assertTrue(other.endActor(FakeHost.NODE_1, EPOCH));

            Failure failure =
                    assertThrows(MachineException.class, silent::leases).failure();
            assertInstanceOf(Failure.Unreachable.class, failure);
            assertFalse(observe(other, FakeHost.NODE_1).lease().actorAlive());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'AccessDenied,Microsoft.HyperV.PowerShell.Commands.StartVM', PermissionDenied, not permitted",
        "'ObjectInUse,Microsoft.HyperV.PowerShell.Commands.StartVM', ResourceBusy, busy",
        "'InvalidState,Microsoft.HyperV.PowerShell.Commands.StartVM', InvalidOperation, wrong state",
        "'OperationFailed,Microsoft.HyperV.PowerShell.Commands.StartVM', NotSpecified, refused",
        "'NotSupported,Microsoft.HyperV.PowerShell.Commands.StartVM', InvalidOperation, unsupported"
    })
    void aFailureOfThePlatformIsToldByItsId(String id, String category, String kind) throws Exception {
        host.failing("Start-VM", "before", id, category, "仮想マシンを開始できませんでした。");
        try (PowerShellMachine machine = open()) {
            take(machine, FakeHost.NODE_2, EPOCH);

            Failure failure =
                    tell(machine, new Change.Start(FakeHost.NODE_2, EPOCH)).failure();

            assertEquals(kind, failure.kind(), failure::sentence);
            assertEquals("仮想マシンを開始できませんでした。", failure.details().message());
        }
    }
}
