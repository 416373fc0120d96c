package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.PlainJson;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does without Jenkins, after and before what Java does, on the shipped module in a real PowerShell. */
@RequiresPowerShell
@Timeout(600)
class ShippedAdministratorTest {

    private static final String NETWORK =
            "{'switches':[],'nats':[],'routes':[],'interfaces':[{'guid':'aaaaaaaa-0000-4000-8000-000000000001','index':3,"
                    + "'name':'Ethernet','mac':'00155D0A0B0C','dhcp':true,'dhcpAddress':'10.0.0.7/24','dhcpDns':[],"
                    + "'dns':[],'dnsStatic':false,'addresses':[]}]}";
    private static final String ALL = "-Subject " + FakeHost.NODE_1 + " -All";

    @TempDir
    Path folder;

    private FakeHost host;
    private Administrator administrator;
    private ShippedRun gone;

    @BeforeEach
    void makeHost() throws Exception {
        host = new FakeHost(folder);
        administrator = new Administrator(host, folder);
        gone = new ShippedRun("gone", host);
    }

    private void assertEnabled(ShippedRun run) throws Exception {
        VmResult result = run.enable();
        assertEquals(VmResult.End.DONE, result.end(), result::toString);
    }

    private List<String> changes() throws Exception {
        return host.calls().stream().filter(call -> !call.startsWith("Get-")).toList();
    }

    private void assertNothingHeld() throws Exception {
        for (File file : host.leases().listFiles((folder, name) -> name.endsWith(".json"))) {
            JsonObject lease = PlainJson.parse(Files.readAllLines(file.toPath()).get(1));
            assertTrue(
                    lease.getArray("aspects").isEmpty()
                            && lease.getObject("members").isEmpty(),
                    lease::toString);
            assertNull(lease.get("actor"));
        }
    }

    @Test
    void aLeaseWhoseControllerNeverComesBackIsGivenUpByTheCommandsAlone() throws Exception {
        String before = Settled.state(host);
        assertEnabled(gone);

        assertEquals("Restored", administrator.restores(ALL));

        assertEquals(before, Settled.state(host));
        assertNothingHeld();
    }

    @Test
    void itsOwnRollbackFindsEverythingGivenBackAndChangesNothing() throws Exception {
        assertEnabled(gone);
        administrator.restores(ALL);
        List<String> changes = changes();

        VmResult result = gone.giveBack();

        assertEquals(VmResult.End.RESTORED, result.end(), result::toString);
        assertFalse(result.held());
        assertEquals(changes, changes());
    }

    @Test
    void aStepOfItsThatComesLateIsRefused() throws Exception {
        assertEnabled(gone);
        String before = administrator.restores(ALL);

        VmResult late = gone.enable();

        assertEquals("Restored", before);
        assertEquals(VmResult.End.FAILED, late.end());
        assertFalse(late.held(), late::toString);
        assertNothingHeld();
    }

    @Test
    void whatAnotherStillHoldsIsPassedOnAndPutBackByTheLastOne() throws Exception {
        String before = Settled.state(host);
        ShippedRun other = new ShippedRun("other", host);
        assertEnabled(gone);
        assertEnabled(other);
        List<String> changes = changes();

        assertEquals("PassedOn", administrator.restores("-Subject " + FakeHost.NODE_1 + " -Entry " + gone.entry()));

        assertEquals(changes, changes());
        assertEquals(VmResult.End.PASSED_ON, gone.giveBack().end());
        assertEquals(VmResult.End.RESTORED, other.giveBack().end());
        assertEquals(before, Settled.state(host));
    }

    @Test
    void anActorThatIsAliveIsRespected() throws Exception {
        assertEnabled(gone);
        try (PowerShellMachine alive = host.open(new Heard())) {
            acts(alive);
            List<String> changes = changes();

            String said = administrator.restores(ALL);

            assertTrue(said.startsWith("! HVN.ActorAlive") && said.contains("gone #1"), said);
            assertEquals(changes, changes());
            assertEquals(1, alive.leases().size());
            assertTrue(alive.leases().get(FakeHost.NODE_1).text().contains("entry-gone"));
        }
        assertEquals("Restored", administrator.restores(ALL), "once its process is gone it is a dead one");
    }

    private static void acts(PowerShellMachine machine) throws Exception {
        var seen =
                machine.observe(List.of(FakeHost.NODE_1)).get(FakeHost.NODE_1).value();
        JsonObject lease = PlainJson.parse(seen.lease().text());
        String epoch = "0123456789abcdef0123456789abcdef";
        JsonObject actor = new JsonObject();
        actor.put("entry", "=entry-gone");
        actor.put("epoch", '=' + epoch);
        actor.put("boot", '=' + seen.clock().boot());
        actor.put("process", seen.processId());
        actor.put("started", seen.processStarted());
        lease.put("actor", actor);
        machine.writeLeases(List.of(new LeaseWrite(
                FakeHost.NODE_1, seen.lease().stamp(), epoch, PlainJson.text(lease), LeaseWrite.Floor.TAKE)));
    }

    @Test
    void aGuestThatHangsIsLeftToWhoeverTriesAgain() throws Exception {
        String before = Settled.state(host);
        assertEnabled(gone);
        host.edit(json -> FakeHost.vm(json, FakeHost.NODE_1).put("shutdown", "hangs"));

        String said = administrator.restores(ALL + " -ShutdownSeconds 1");

        assertTrue(said.startsWith("! HVN.DoesNotShutDown") && said.contains("-TurnOff"), said);
        host.edit(json -> FakeHost.vm(json, FakeHost.NODE_1).put("shutdown", "offered"));
        assertEquals(VmResult.End.RESTORED, gone.giveBack().end(), "its controller came back after all");
        assertEquals(before, Settled.state(host));
    }

    @Test
    void whatTheAdministratorsPowerShellDiedInIsFinishedByTheNext() throws Exception {
        String before = Settled.state(host);
        assertEnabled(gone);
        Path output = folder.resolve("killed.txt");
        host.edit(json -> FakeHost.vm(json, FakeHost.NODE_1).put("shutdownMillis", 600_000));
        Process killed = administrator.begin("Restore-HypervNestedLease " + ALL + " -Confirm:$false", output);
        while (!FakeHost.vm(host.read(), FakeHost.NODE_1).getString("state").equals("Stopping")) {
            assertTrue(killed.isAlive(), () -> Settled.text(output));
            killed.waitFor(50, TimeUnit.MILLISECONDS);
        }
        killed.destroyForcibly().waitFor();
        host.edit(json -> FakeHost.vm(json, FakeHost.NODE_1).getObject("next").put("at", System.currentTimeMillis()));

        assertEquals("Restored", administrator.restores("-Subject " + FakeHost.NODE_1 + " -Entry " + gone.entry()));

        host.edit(json -> FakeHost.vm(json, FakeHost.NODE_1).put("shutdownMillis", 400));
        assertEquals(before, Settled.state(host));
        assertNothingHeld();
    }

    @Test
    void theNetworkOfTheMachineIsPutBackAsItWas() throws Exception {
        host.edit(json -> json.put("network", FakeHost.json(NETWORK)));
        String before = Settled.state(host);
        gone.ofTheNetwork();
        assertEquals(VmResult.End.DONE, gone.nat().end());
        assertFalse(before.equals(Settled.state(host)));

        assertEquals("Restored", administrator.restores("-Subject " + Subject.NETWORK + " -All"));

        assertEquals(before, Settled.state(host));
        assertNothingHeld();
        assertEquals(VmResult.End.RESTORED, gone.giveBack().end());
    }

    @Test
    void everyLeaseIsShownWithItsHoldersAndValues() throws Exception {
        assertEnabled(gone);

        String shown = administrator.types("Get-HypervNestedLease | ConvertTo-Json -Depth 5");

        for (String text : Stream.of(FakeHost.NODE_1, "node-1", "HELD", "gone #1", "controller-gone", "nesting on")
                .toList()) {
            assertTrue(shown.contains(text), () -> text + " is missing in " + shown);
        }
        assertTrue(Files.exists(host.leases().toPath().resolve(FakeHost.NODE_1 + ".json")));
    }
}
