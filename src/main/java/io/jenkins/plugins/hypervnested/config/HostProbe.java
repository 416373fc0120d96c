package io.jenkins.plugins.hypervnested.config;

import hudson.ExtensionPoint;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;

/** Asks a host what it is. Here as an extension point, because what crosses to an agent looks at the configuration, not vice versa. */
public interface HostProbe extends ExtensionPoint {

    /**
     * Asks through the first agent of the host that can. Blocks its thread, at most a minute. The caller has authorised it.
     *
     * @throws MachineException when no agent is there, the credentials are gone, or the host does not answer
     */
    Answer describe(HypervHost host) throws MachineException, InterruptedException;

    /**
     * What the host said.
     *
     * @param agent name of the node that was used; empty for the built-in node
     * @param facts what the host says of itself; not trusted
     */
    record Answer(String agent, MachineFacts facts) {}
}
