package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmRef;
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

/** What the shipped module tells of the simulated host, in a real PowerShell. */
@RequiresPowerShell
@Timeout(600)
class ShippedPowerShellTest {

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

    @Test
    void describeTellsWhatTheMachineIs() throws Exception {
        try (PowerShellMachine machine = open()) {
            MachineFacts facts = machine.describe();

            assertEquals("LAB-HOST", facts.name());
            assertEquals("4c4c4544-0051-3610-8052-b4c04f4e3132", facts.uuid());
            assertEquals("GenuineIntel", facts.processor());
            assertEquals(20348, facts.build());
            assertEquals("boot-1", facts.clock().boot());
            assertTrue(facts.server() && facts.hyperV() && facts.hyperVModule() && facts.exposes());
            assertEquals("", facts.leaseFolderProblem());
        }
    }

    @Test
    void findMeansExactNamesAndIds() throws Exception {
        try (PowerShellMachine machine = open()) {
            Map<VmRef, List<VmState>> found = machine.find(List.of(
                    VmRef.name("node-1"),
                    VmRef.name("node-*"),
                    VmRef.name("NODE-1"),
                    VmRef.name("twin"),
                    VmRef.name("節点-3"),
                    VmRef.name("$(Stop-VM 'node-1')\"; `n"),
                    VmRef.name("2024-01-01T00:00:00"),
                    VmRef.id(FakeHost.NODE_2),
                    VmRef.id(ABSENT)));

            assertEquals(
                    List.of(1, 0, 0, 2, 1, 0, 0, 1, 0),
                    found.values().stream().map(List::size).toList());
            assertEquals(
                    PowerState.RUNNING, found.get(VmRef.name("node-1")).get(0).power());
            assertEquals(
                    2, found.get(VmRef.id(FakeHost.NODE_2)).get(0).adapters().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"node-1, 1", "twin, 2", "nobody, 0"})
    void oneReferenceIsAnsweredByOneList(String name, int vms) throws Exception {
        try (PowerShellMachine machine = open()) {
            assertEquals(
                    vms,
                    machine.find(List.of(VmRef.name(name)))
                            .get(VmRef.name(name))
                            .size());
        }
    }

    @Test
    void inspectTellsWhatACheckNeeds() throws Exception {
        try (PowerShellMachine machine = open()) {
            Map<String, Answer<VmDetails>> details = machine.inspect(List.of(FakeHost.NODE_3, ABSENT));

            VmDetails third = details.get(FakeHost.NODE_3).value();
            assertEquals("Windows Server 2019 Standard", third.guestSystem());
            assertEquals(17763, third.guestBuild());
            assertEquals(List.of("先", "後"), third.checkpoints());
            assertInstanceOf(Failure.NotFound.class, details.get(ABSENT).failure());
        }
    }

    @Test
    void observeTellsOfEachVmWithoutSpoilingTheOthers() throws Exception {
        try (PowerShellMachine machine = open()) {
            Map<String, Answer<Observation>> seen = machine.observe(List.of(FakeHost.NODE_1, ABSENT));

            Observation first = seen.get(FakeHost.NODE_1).value();
            assertEquals("node-1", first.vm().name());
            assertEquals(LeaseSeen.absent(), first.lease());
            assertTrue(first.processId() > 0);
            assertEquals("HVN.VmGone", seen.get(ABSENT).failure().details().errorId());
        }
    }

    @Test
    void awaitIsOverWithTheSliceWhenNothingChanges() throws Exception {
        try (PowerShellMachine machine = open()) {
            String last = observe(machine, FakeHost.NODE_2).vm().fingerprint();

            assertEquals(List.of(), machine.await(Map.of(FakeHost.NODE_2, last), Duration.ofMillis(300)));
        }
    }

    @Test
    void awaitTellsAtOnceWhatDiffers() throws Exception {
        try (PowerShellMachine machine = open()) {
            Map<String, String> seen = Map.of(FakeHost.NODE_2, "Running/OK/---", ABSENT, "Off/NONE/---");

            List<String> changed = machine.await(seen, Duration.ofSeconds(20));

            assertEquals(2, changed.size());
            assertTrue(changed.containsAll(seen.keySet()));
        }
    }

    @Test
    void anAccountThatMaySeeNoVmIsNotPermitted() throws Exception {
        host.edit(json -> json.getObject("host").put("account", "none"));
        try (PowerShellMachine machine = open()) {
            Failure failure = assertThrows(MachineException.class, () -> machine.find(List.of(VmRef.name("node-1"))))
                    .failure();

            assertInstanceOf(Failure.NotPermitted.class, failure, failure::sentence);
        }
    }

    @Test
    void aHostWhoseServiceIsDownSaysNothingOfItsVmsBeingGone() throws Exception {
        host.edit(json -> json.getObject("host").put("service", "stopped"));
        try (PowerShellMachine machine = open()) {
            Failure failure = assertThrows(MachineException.class, () -> machine.find(List.of(VmRef.name("node-1"))))
                    .failure();

            assertFalse(failure instanceof Failure.NotFound, failure::sentence);
            assertFalse(machine.describe().hyperV());
        }
    }

    @Test
    void whatTheCmdletsPrintIsNoAnswer() throws Exception {
        host.with("HVN_FAKE_NOISE", "1");
        try (PowerShellMachine machine = open()) {
            assertEquals("node-1", observe(machine, FakeHost.NODE_1).vm().name());
        }
    }

    @Test
    void twoMachinesMayBeOpenAtOnce() throws Exception {
        try (PowerShellMachine one = open();
                PowerShellMachine two = open()) {
            JsonObject before = host.read();

            assertEquals(
                    observe(one, FakeHost.NODE_2).vm(),
                    observe(two, FakeHost.NODE_2).vm());
            assertEquals(before, host.read());
        }
    }
}
