package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import java.io.File;
import java.nio.file.Path;

/**
 * Which PowerShell is started on this agent. On Windows the system's own; elsewhere none, unless whoever starts the agent's JVM
 * names one with the system property {@value #PROPERTY}: for tests and for PowerShell on other systems.
 */
final class LocalShell {

    static final String PROPERTY = "io.jenkins.plugins.hypervnested.powershell";

    private LocalShell() {}

    /**
     * {@return the endpoint as it is to be opened on this agent}
     *
     * @throws MachineException when it needs a Windows agent and this is none
     */
    static Endpoint here(Endpoint endpoint) throws MachineException {
        return here(endpoint, System.getProperty(PROPERTY, ""), File.pathSeparatorChar == ';');
    }

    static Endpoint here(Endpoint endpoint, String named, boolean windows) throws MachineException {
        if (endpoint instanceof Endpoint.Ssh || isNamed(endpoint)) {
            return endpoint;
        }
        if (named.isEmpty()) {
            if (!windows) {
                throw new MachineException(AgentFailures.needsWindows(endpoint.shownAs()));
            }
            return endpoint;
        }
        if (!Path.of(named).isAbsolute()) {
            throw new MachineException(AgentFailures.relativeShell(endpoint.shownAs(), PROPERTY));
        }
        if (endpoint instanceof Endpoint.WinRm winRm) {
            return new Endpoint.WinRm(
                    named,
                    winRm.address(),
                    winRm.port(),
                    winRm.https(),
                    winRm.authentication(),
                    winRm.configurationName(),
                    winRm.userName());
        }
        return new Endpoint.Local(named);
    }

    /** Whether the controller names the executable. */
    private static boolean isNamed(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Local local && !local.executable().isEmpty()
                || endpoint instanceof Endpoint.WinRm winRm
                        && !winRm.executable().isEmpty();
    }
}
