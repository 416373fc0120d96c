package io.jenkins.plugins.hypervnested.demo;

import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.simulation.SharedHost;
import io.jenkins.plugins.hypervnested.simulation.SimulatedPowerShell;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host of the demo's Jenkins on a machine without PowerShell: made when it is first asked for, then kept in a file. */
public final class DemoHost {

    private DemoHost() {}

    /** @param args the host's file, then what PowerShell would get */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        if (!Files.exists(file)) {
            SharedHost.create(
                    file,
                    SimulatedHost.intel2022("LAB-HOST")
                            .vm("node-1", vm -> vm.running())
                            .vm("node-2", vm -> vm.off()));
        }
        SimulatedPowerShell.main(args);
    }
}
