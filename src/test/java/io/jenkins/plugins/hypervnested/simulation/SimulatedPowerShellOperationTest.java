package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.NoiseSink;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole operation over the wire, with a program in PowerShell's place: what Jenkins tests without PowerShell stand on. */
class SimulatedPowerShellOperationTest {

    @Test
    void aVmIsEnabledByOneProcessAndGivenBackByAnother(@TempDir Path folder) throws Exception {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        vm -> vm.running().bootMillis(100).heartbeatMillis(100).shutdownMillis(100));
        Endpoint endpoint = new Endpoint.Local(
                SimulatedPowerShellLauncher.create(folder, host).toString());
        SharedHost shared = SimulatedPowerShellLauncher.host(folder);
        SimulatedRun run = new SimulatedRun(
                "A", Request.Kind.ENABLE, SimulatedRun.options(Options.Restart.GRACEFUL, false, Options.WhenHeld.FAIL));

        try (Machine machine = PowerShellMachine.open(endpoint, HostSecrets.none(), NoiseSink.none())) {
            VmResult enabled = run.enter(machine);
            assertEquals(VmResult.End.DONE, enabled.end(), enabled::toString);
            assertTrue(shared.look().vm("node-1").nesting());
        }
        try (Machine machine = PowerShellMachine.open(endpoint, HostSecrets.none(), NoiseSink.none())) {
            VmResult givenBack = run.giveBack(machine);
            assertEquals(VmResult.End.RESTORED, givenBack.end(), givenBack::toString);
        }
        assertFalse(shared.look().vm("node-1").nesting());
        assertEquals(
                List.of(
                        "shutdown node-1",
                        "expose on node-1",
                        "start node-1",
                        "shutdown node-1",
                        "expose off node-1",
                        "start node-1"),
                shared.look().changes());
    }
}
