package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrerequisitesTest {

    private static final VmDetails PLAIN =
            new VmDetails("", 0, false, List.of(), false, false, VmDetails.Replication.NONE, false, false, false);

    private static List<Finding> check(SimulatedHost host, Consumer<SimulatedVm> vm) throws Exception {
        return new Lab(host.vm("node-1", vm::accept))
                .run(Request.Kind.CHECK, "a", "node-1")
                .findings();
    }

    private static Finding.Severity severity(List<Finding> findings, String id) {
        return findings.stream()
                .filter(f -> f.id().equals(id))
                .map(Finding::severity)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " among " + findings));
    }

    @Test
    void aHostAndVmThatFitGiveNoFinding() throws Exception {
        assertEquals(
                List.of(),
                check(
                        SimulatedHost.intel2022("H"),
                        vm -> vm.off().version("9.0").details(PLAIN)));
    }

    @ParameterizedTest
    @CsvSource({"7.1, true", "8.0, false", "10.0, false"})
    void anIntelHostNeedsConfigurationVersion8(String version, boolean blocked) throws Exception {
        List<Finding> findings =
                check(SimulatedHost.intel2022("H"), vm -> vm.off().version(version));
        assertEquals(blocked, findings.stream().anyMatch(f -> f.id().equals("version-too-low")));
    }

    @ParameterizedTest
    @CsvSource({"9.2, true", "9.3, false", "10.0, false", "8.0, true"})
    void anAmdHostNeedsConfigurationVersion93ComparedAsNumbers(String version, boolean blocked) throws Exception {
        List<Finding> findings =
                check(SimulatedHost.amd2022("H"), vm -> vm.off().version(version));
        assertEquals(blocked, findings.stream().anyMatch(f -> f.id().equals("version-too-low")));
    }

    @Test
    void anAmdHostBeforeServer2022IsBlocked() throws Exception {
        assertEquals(
                Finding.Severity.BLOCKS,
                severity(check(SimulatedHost.amd2019("H"), vm -> vm.off().version("9.3")), "amd-host-too-old"));
    }

    @Test
    void moreThan225ProcessorsWithAnUnknownSystemWarn() throws Exception {
        List<Finding> findings = check(
                SimulatedHost.intel2022("H"), vm -> vm.off().processors(226).details(PLAIN));
        assertEquals(Finding.Severity.WARNS, severity(findings, "too-many-processors"));
    }

    @Test
    void moreThan225ProcessorsWithServer2019InsideBlock() throws Exception {
        VmDetails old = new VmDetails(
                "Windows Server 2019",
                17763,
                true,
                List.of(),
                false,
                false,
                VmDetails.Replication.NONE,
                false,
                false,
                false);
        List<Finding> findings = check(
                SimulatedHost.intel2022("H"), vm -> vm.off().processors(226).details(old));
        assertEquals(Finding.Severity.BLOCKS, severity(findings, "too-many-processors"));
    }

    @Test
    void moreThan225ProcessorsWithServer2022InsideAreFine() throws Exception {
        VmDetails young = new VmDetails(
                "Windows Server 2022",
                20348,
                true,
                List.of(),
                false,
                false,
                VmDetails.Replication.NONE,
                false,
                false,
                false);
        List<Finding> findings = check(
                SimulatedHost.intel2022("H"), vm -> vm.off().processors(226).details(young));
        assertFalse(findings.stream().anyMatch(f -> f.id().equals("too-many-processors")));
    }

    @Test
    void dynamicMemoryWarns() throws Exception {
        assertEquals(
                Finding.Severity.WARNS,
                severity(check(SimulatedHost.intel2022("H"), vm -> vm.off().dynamicMemory()), "dynamic-memory"));
    }

    @Test
    void anAzureVmIsToldThatNothingIsToBeEnabledInIt() throws Exception {
        List<Finding> findings = check(SimulatedHost.azure("H"), vm -> vm.off());
        Finding azure = findings.stream()
                .filter(f -> f.id().equals("azure-vm"))
                .findFirst()
                .orElseThrow();
        assertTrue(azure.remedy().contains("security type must be Standard"), azure.remedy());
    }

    @Test
    void aHostWithoutHyperVIsBlocked() throws Exception {
        List<Finding> findings = Prerequisites.ofMachine(
                SimulatedHost.intel2022("H").withoutHyperV().connect().describe(), Request.Kind.CHECK);
        assertEquals(Finding.Severity.BLOCKS, severity(findings, "no-hyper-v-module"));
    }

    @Test
    void aHostWithoutTheParameterIsBlocked() throws Exception {
        List<Finding> findings = check(SimulatedHost.intel2022("H").withoutTheParameter(), vm -> vm.off());
        assertEquals(Finding.Severity.BLOCKS, severity(findings, "no-expose-parameter"));
    }

    @Test
    void missingRightsWarnACheckAndBlockAChange() throws Exception {
        SimulatedHost host = SimulatedHost.intel2022("H");
        host.notAdministrator();
        assertEquals(
                Finding.Severity.WARNS,
                severity(Prerequisites.ofMachine(host.connect().describe(), Request.Kind.CHECK), "no-rights"));
        assertEquals(
                Finding.Severity.BLOCKS,
                severity(Prerequisites.ofMachine(host.connect().describe(), Request.Kind.ENABLE), "no-rights"));
    }

    @ParameterizedTest
    @CsvSource({"clustered", "replica", "shielded", "migrating"})
    void whatWouldUndoOrForbidTheChangeBlocks(String id) throws Exception {
        VmDetails details = new VmDetails(
                "",
                0,
                false,
                List.of(),
                false,
                id.equals("clustered"),
                id.equals("replica") ? VmDetails.Replication.REPLICA : VmDetails.Replication.NONE,
                id.equals("shielded"),
                false,
                id.equals("migrating"));
        List<Finding> findings =
                check(SimulatedHost.intel2022("H"), vm -> vm.off().details(details));
        assertEquals(Finding.Severity.BLOCKS, severity(findings, id));
    }

    @Test
    void aCheckChangesNothingAndWritesNoLease() throws Exception {
        SimulatedHost host = SimulatedHost.intel2022("H");
        check(host, vm -> vm.running());
        assertEquals(List.of(), host.changes());
        assertEquals(List.of(), host.events());
    }

    @Test
    void disablingAVmThatIsOnWarnsOfTheVmsInsideWhichNobodySees() throws Exception {
        Lab lab = new Lab(
                SimulatedHost.intel2022("H").vm("node-1", vm -> vm.running().nesting(true)));
        List<Finding> findings = lab.run(Request.Kind.DISABLE, "a", "node-1").findings();
        assertEquals(Finding.Severity.WARNS, severity(findings, "nested-vms"));
    }
}
