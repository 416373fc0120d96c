package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;

/** A machine whose verbs are done by one PowerShell process. */
public abstract class PowerShellMachine implements Machine {

    PowerShellMachine() {}

    /** As {@link #open(Endpoint, HostSecrets, NoiseSink, Bounds)} with {@link Bounds#standard()}. */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise)
            throws MachineException, InterruptedException {
        return open(endpoint, secrets, noise, Bounds.standard());
    }

    /**
     * Starts PowerShell, sends it the module, opens the session where one is needed, and hears who answers.
     *
     * @param secrets cleared when this returns, however it does
     * @throws MachineException when nothing that speaks this protocol answers in time; nothing is left running then
     */
    public static PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, NoiseSink noise, Bounds bounds)
            throws MachineException, InterruptedException {
        throw new UnsupportedOperationException("written next");
    }
}
