package io.jenkins.plugins.hypervnested.demo;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.io.IOException;
import java.io.PrintStream;

/** Runs the main job on a simulated host; then, where PowerShell is found, with the shipped module over the fakes. */
public final class TryIt {

    private TryIt() {}

    public static void main(String[] args) throws IOException, InterruptedException, MachineException {
        PrintStream out = System.out;
        out.println("== The main job on a simulated Hyper-V host (its clock, not yours, so nobody waits) ==");
        simulated(out);
        out.println();
        ShippedPowerShell.runWherePossible(out);
    }

    static void simulated(PrintStream out) throws MachineException, InterruptedException {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
        new MainJob(host::connect, () -> host.clock().millis(), "node-1", out).run();
    }
}
