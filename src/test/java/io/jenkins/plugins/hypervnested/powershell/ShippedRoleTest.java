package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Hyper-V role of the simulated host, read and changed by the shipped module, in a real PowerShell. */
@RequiresPowerShell
@Timeout(600)
class ShippedRoleTest {

    private static final String EPOCH = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private FakeHost host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeHost(folder);
    }

    private PowerShellMachine open() throws Exception {
        return host.open(NoiseSink.none());
    }

    private static Observation observe(Machine machine) throws Exception {
        Answer<Observation> answer = machine.observe(List.of(Subject.ROLE)).get(Subject.ROLE);
        assertFalse(answer.isFailure(), () -> answer.failure().sentence());
        return answer.value();
    }

    private static void take(Machine machine) throws Exception {
        LeaseSeen seen = observe(machine).lease();
        LeaseWrite write = new LeaseWrite(Subject.ROLE, seen.stamp(), EPOCH, "{}", LeaseWrite.Floor.TAKE);
        assertEquals(
                LeaseWrite.Outcome.WRITTEN,
                machine.writeLeases(List.of(write)).get(Subject.ROLE).value());
    }

    private static void tell(Machine machine, Change change) throws Exception {
        Answer<Machine.Done> answer = machine.change(List.of(change)).get(Subject.ROLE);
        assertFalse(answer.isFailure(), () -> answer.failure().sentence());
    }

    private static RoleState atRest(Machine machine) throws Exception {
        RoleState role = observe(machine).role();
        while (role.working()) {
            machine.await(Map.of(Subject.ROLE, role.fingerprint()), Duration.ofSeconds(5));
            role = observe(machine).role();
        }
        return role;
    }

    @Test
    void aRoleThatIsThereIsCompleteAndBothSidesComputeTheSameFingerprint() throws Exception {
        try (PowerShellMachine machine = open()) {
            RoleState role = observe(machine).role();

            assertTrue(role.isComplete(), role::toString);
            assertEquals(List.of(), machine.await(Map.of(Subject.ROLE, role.fingerprint()), Duration.ofMillis(300)));
        }
    }

    @Test
    void removingARoleIsBegunAndWaitsForARestart() throws Exception {
        try (PowerShellMachine machine = open()) {
            take(machine);

            tell(machine, new Change.RemoveRole(EPOCH));

            RoleState role = atRest(machine);
            assertEquals(RoleState.Feature.REMOVING, role.feature(), role::toString);
            assertTrue(role.restartPending());
        }
    }

    @Test
    void aRoleThatIsNotThereIsInstalledUpToTheRestart() throws Exception {
        host.edit(json -> json.put("role", FakeHost.json("{'feature':'Available','tools':false}")));
        try (PowerShellMachine machine = open()) {
            take(machine);
            assertEquals(RoleState.Feature.ABSENT, observe(machine).role().feature());

            tell(machine, new Change.InstallRole(EPOCH));

            RoleState role = atRest(machine);
            assertEquals(RoleState.Feature.INSTALLING, role.feature(), role::toString);
            assertTrue(role.tools() && role.restartPending(), role::toString);
            assertEquals(List.of(), machine.await(Map.of(Subject.ROLE, role.fingerprint()), Duration.ofMillis(300)));
        }
    }
}
