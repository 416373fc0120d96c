package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run is told of what it holds, and which of it a name means. */
class HoldingsTest {

    private static final String ID = "0c9a4f1e-6d7b-4b7e-9a55-0f9d8b7a6c5d";

    private final JournalFixture fixture = new JournalFixture();

    private List<JournalEntry> meant(String hostId, String host, String vm) {
        return Holdings.open(fixture.journal.entries(), new Holdings.Which(hostId, host, vm));
    }

    private static List<String> names(List<JournalEntry> entries) {
        return entries.stream().map(JournalEntry::getShownName).toList();
    }

    private static Map<?, ?> only(List<Object> told) {
        assertEquals(1, told.size());
        return (Map<?, ?>) told.get(0);
    }

    @Test
    void whatIsHeldIsToldWithItsAspectsInValuesThatAPipelineCanKeep() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.journal.update(
                entry.getId(), e -> e.aspects.add(new SavedAspect(new AspectRecord("nesting", "", "off", "on"))));
        Map<String, Object> aspect = new LinkedHashMap<>();
        aspect.put("place", "");
        aspect.put("aspect", "nesting");
        aspect.put("object", "");
        aspect.put("first", "off");
        aspect.put("set", "on");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("host", "lab-host");
        expected.put("vm", "node-1");
        expected.put("id", "id-node-1");
        expected.put("wanted", "on");
        expected.put("state", "HELD");
        expected.put("since", entry.getCreated().toEpochMilli());
        expected.put("aspects", new ArrayList<>(List.of(aspect)));
        assertEquals(expected, only(Holdings.told(fixture.journal.entries())));
    }

    @Test
    void theHostItselfIsToldByTheNameOfItsMachine() {
        JournalEntry entry = fixture.heldInside("job", "");
        fixture.journal.update(entry.getId(), e -> e.machineName = "HV-1");
        assertEquals("HV-1", only(Holdings.told(fixture.journal.entries())).get("vm"));
    }

    @Test
    void whatWasGivenBackIsNotTold() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertTrue(Holdings.told(fixture.journal.entries()).isEmpty());
    }

    @Test
    void aVmIsMeantByTheNameThatTheMachineGaveIt() {
        JournalEntry entry = fixture.held("job", ID);
        fixture.held("job", "node-2");
        fixture.journal.update(entry.getId(), e -> {
            e.vmId = ID;
            e.vmName = "node-1";
        });
        assertEquals(List.of("node-1"), names(meant("host-id", "lab-host", "node-1")));
        assertEquals(List.of("node-1"), names(meant("host-id", "lab-host", '{' + ID.toUpperCase() + '}')));
    }

    @Test
    void theMachineIsMeantByItsNameWhereNoVmHasIt() {
        JournalEntry machine = fixture.heldInside("job", "");
        fixture.journal.update(machine.getId(), e -> e.machineName = "HV-1");
        assertEquals(
                machine.getId(), meant("host-id", "lab-host", "HV-1").get(0).getId());
        JournalEntry vm = fixture.held("job", "HV-1");
        List<JournalEntry> meant = meant("host-id", "lab-host", "HV-1");
        assertEquals(
                List.of(vm.getId()), meant.stream().map(JournalEntry::getId).toList());
    }

    @Test
    void aHostIsMeantByItsIdAndOneThatIsNotConfiguredByTheNameThatItHad() {
        fixture.held("job", "node-1");
        fixture.entry("job", "node-2", new HostRef("other-id", "other-host"), Options.defaults());
        assertEquals(List.of("node-1"), names(meant("host-id", "renamed", null)));
        assertEquals(List.of("node-2"), names(meant(null, "other-host", null)));
        assertEquals(List.of("node-1", "node-2"), names(meant(null, null, null)));
    }
}
