package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.NoiseSink;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.util.List;
import jenkins.agents.ControllerToAgentCallable;

/** Asks a machine what it is. For a person who waits for the answer; whoever cancels the call interrupts it. */
final class DescribeCall implements ControllerToAgentCallable<MachineFacts, DescribeCall.Failed> {

    private static final long serialVersionUID = 1;

    private final Endpoint endpoint;
    private final HostSecrets secrets;
    private final List<String> classes;

    DescribeCall(Endpoint endpoint, HostSecrets secrets) {
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.classes = AgentClasses.names();
    }

    @Override
    public MachineFacts call() throws Failed {
        AgentClasses.load(classes);
        try (Machine machine = PowerShellMachine.open(endpoint, secrets, NoiseSink.none())) {
            return machine.describe();
        } catch (MachineException e) {
            throw new Failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(new MachineException(AgentFailures.interrupted(endpoint.shownAs()), e));
        } finally {
            secrets.clear();
        }
    }

    @Override
    public String toString() {
        return "Hyper-V host, describe " + endpoint.shownAs();
    }

    /** Carries a {@link MachineException} back whole. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        private final MachineException cause;

        Failed(MachineException cause) {
            super(cause);
            this.cause = cause;
        }

        MachineException unwrap() {
            return cause;
        }
    }
}
