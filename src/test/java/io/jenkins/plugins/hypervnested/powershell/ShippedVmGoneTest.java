package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a VM that a run holds, between its step and its rollback: deleted, made anew, imported, renamed, moved. By the shipped
 * module in a real PowerShell; what Java makes of it in every case is tested on the simulated machine.
 */
@RequiresPowerShell
@Timeout(600)
class ShippedVmGoneTest {

    private static final String ANOTHER = "99999999-9999-4999-8999-999999999999";

    @TempDir
    Path folder;

    private FakeHost host;
    private PowerShellMachine machine;
    private ShippedRun run;

    @BeforeEach
    void aRunHoldsIt() throws Exception {
        host = new FakeHost(folder);
        machine = host.open(new Heard());
        run = new ShippedRun("holder", host).over(machine);
        assertEquals(VmResult.End.DONE, run.enable().end());
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private static void remove(JsonObject state) {
        JsonArray vms = state.getArray("vms");
        vms.remove(FakeHost.vm(state, FakeHost.NODE_1));
    }

    /** What is changed in the host's state, as by an administrator with Hyper-V's own tools. */
    private List<String> changesAfter(Consumer<JsonObject> change) throws IOException {
        host.edit(change);
        return changes();
    }

    private List<String> changes() throws IOException {
        return host.calls().stream().filter(call -> !call.startsWith("Get-")).toList();
    }

    private boolean isLeaseThere() {
        return Files.exists(host.leases().toPath().resolve(FakeHost.NODE_1 + ".json"));
    }

    @Test
    void aVmThatWasDeletedIsBelievedToBeGoneTheSecondTimeAndTakesItsLeaseAlong() throws Exception {
        List<String> changes = changesAfter(ShippedVmGoneTest::remove);

        VmResult first = run.giveBack(false, false);
        boolean keptAtFirst = isLeaseThere();
        VmResult second = run.giveBack(false, true);

        assertEquals("HVN.VmGone", first.failure().details().errorId());
        assertTrue(first.held() && keptAtFirst);
        assertEquals(VmResult.End.RESTORED, second.end(), second::toString);
        assertFalse(isLeaseThere());
        assertEquals(changes, changes());
    }

    @Test
    void oneThatWasMadeAnewUnderItsNameIsAnotherOneAndNotTouched() throws Exception {
        List<String> changes = changesAfter(state -> {
            JsonObject made = FakeHost.vm(state, FakeHost.NODE_1);
            made.put("id", ANOTHER);
            made.put("nesting", true);
        });

        VmResult first = run.giveBack(false, false);
        VmResult second = run.giveBack(false, true);

        assertEquals("HVN.VmGone", first.failure().details().errorId());
        assertEquals(VmResult.End.RESTORED, second.end(), second::toString);
        assertTrue(second.notes().stream().anyMatch(note -> note.contains(ANOTHER)), second.notes()::toString);
        assertTrue(FakeHost.vm(host.read(), ANOTHER).getBoolean("nesting"));
        assertEquals(changes, changes());
        assertFalse(Files.exists(host.leases().toPath().resolve(ANOTHER + ".json")));
    }

    @Test
    void whoJoinsTheOneThatWasImportedWithAnotherIdHoldsThatOneAlone() throws Exception {
        host.edit(state -> FakeHost.vm(state, FakeHost.NODE_1).put("id", ANOTHER));
        ShippedRun other = new ShippedRun("other", host).over(machine);

        VmResult joined = other.enable();
        VmResult gone = run.giveBack(false, true);

        assertEquals(ANOTHER, joined.id());
        assertEquals(VmResult.End.RESTORED, gone.end(), gone::toString);
        assertEquals(List.of(ANOTHER), List.copyOf(machine.leases().keySet()));
        assertTrue(FakeHost.vm(host.read(), ANOTHER).getBoolean("nesting"), "what it came with is what it was first");
        assertEquals(VmResult.End.RESTORED, other.giveBack().end());
        assertTrue(FakeHost.vm(host.read(), ANOTHER).getBoolean("nesting"));
    }

    @Test
    void oneThatWasRenamedIsPutBackByItsId() throws Exception {
        host.edit(state -> FakeHost.vm(state, FakeHost.NODE_1).put("name", "改名 [1]*"));

        VmResult result = run.giveBack();

        assertEquals(VmResult.End.RESTORED, result.end(), result::toString);
        assertEquals("改名 [1]*", result.name());
        assertFalse(FakeHost.vm(host.read(), FakeHost.NODE_1).getBoolean("nesting"));
    }

    @Test
    void oneThatWasMovedToAnotherHostIsToldWithWhatItTookAlong() throws Exception {
        host.edit(ShippedVmGoneTest::remove);

        VmResult result = run.giveBack(false, true);

        assertTrue(
                result.notes().stream().anyMatch(note -> note.contains("it still has nesting on, which was off")),
                result.notes()::toString);
    }

    @Test
    void anotherMachineThatAnswersForTheHostIsNotTouchedEvenIfItHasTheVm() throws Exception {
        List<String> changes =
                changesAfter(state -> state.getObject("host").put("uuid", "00000000-0000-0000-0000-00000000dead"));

        MachineException refused = assertThrows(MachineException.class, () -> run.giveBack());

        assertEquals("HVN.WrongMachine", refused.failure().details().errorId());
        assertEquals(changes, changes());
    }

    @Test
    void aServiceThatDoesNotAnswerProvesNothing() throws Exception {
        host.edit(state -> {
            remove(state);
            state.getObject("host").put("service", "stopped");
        });

        assertFalse(isGivenBack(true));
        assertTrue(isLeaseThere());
    }

    private boolean isGivenBack(boolean goneBefore) throws Exception {
        try {
            return run.giveBack(false, goneBefore).end() == VmResult.End.RESTORED;
        } catch (MachineException e) {
            return false;
        }
    }

    @Test
    void anAccountThatMayNotSeeAllVmsProvesNothing() throws Exception {
        host.edit(ShippedVmGoneTest::remove);
        host.with("HYPERV_NESTED_ADMINISTRATOR", "false");
        try (PowerShellMachine poor = host.open(new Heard())) {
            VmResult result = run.over(poor).giveBack(false, true);

            assertEquals("HVN.VmNotSeen", result.failure().details().errorId());
            assertTrue(result.held() && isLeaseThere());
        }
    }

    @Test
    void aLeaseThatIsGoneThoughTheVmIsNotAsItWasIsStuckUntilAnAdministratorSaysRestoreFromTheJournal()
            throws Exception {
        for (String kind : List.of("json", "bak")) {
            Files.delete(host.leases().toPath().resolve(FakeHost.NODE_1 + '.' + kind));
        }

        VmResult lost = run.giveBack();
        boolean stillExposed = FakeHost.vm(host.read(), FakeHost.NODE_1).getBoolean("nesting");
        VmResult restored = run.giveBack(true, false);

        assertEquals("HVN.LeaseLost", lost.failure().details().errorId());
        assertTrue(lost.held() && stillExposed);
        assertEquals(VmResult.End.RESTORED, restored.end(), restored::toString);
        assertFalse(FakeHost.vm(host.read(), FakeHost.NODE_1).getBoolean("nesting"));
    }
}
