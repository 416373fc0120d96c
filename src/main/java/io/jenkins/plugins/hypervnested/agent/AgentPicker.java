package io.jenkins.plugins.hypervnested.agent;

import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jenkins.model.Jenkins;

/** Picks the agent through which a host is reached. */
final class AgentPicker {

    private AgentPicker() {}

    /**
     * What was picked.
     *
     * @param agent name of the node; empty for the built-in one, null when there is no agent now
     * @param channel the channel to it, or null
     * @param why when there is none: what each candidate is doing, for people
     */
    record Pick(String agent, VirtualChannel channel, String why) {

        boolean isFound() {
            return channel != null;
        }
    }

    /**
     * Tries the preferred nodes first, then those that the host names, in its order. Where none is online, wakes those that can be
     * launched on demand.
     */
    static Pick pick(HypervHost host, List<String> preferred) {
        List<String> why = new ArrayList<>();
        List<Computer> asleep = new ArrayList<>();
        for (Node node : candidates(host, preferred)) {
            Computer computer = node.toComputer();
            VirtualChannel channel = computer == null ? null : computer.getChannel();
            if (computer == null) {
                why.add(node.getDisplayName() + " has no executors");
            } else if (computer.isTemporarilyOffline()) {
                why.add(node.getDisplayName() + " is temporarily offline");
            } else if (channel == null || computer.isOffline()) {
                why.add(node.getDisplayName() + " is offline");
                asleep.add(computer);
            } else if (!computer.isAcceptingTasks()) {
                why.add(node.getDisplayName() + " is leaving");
            } else if (!carries(host, computer)) {
                why.add(node.getDisplayName()
                        + " does not run Windows, as this transport needs; use SSH from other systems");
            } else {
                return new Pick(node.getNodeName(), channel, "");
            }
        }
        asleep.stream().filter(Computer::isLaunchSupported).forEach(computer -> computer.connect(false));
        return new Pick(null, null, why.isEmpty() ? "the host names no agent that exists" : String.join(", ", why));
    }

    /** Whether the agent's system can carry the host's transport; one that does not tell its system may try. */
    private static boolean carries(HypervHost host, Computer computer) {
        return !host.getTransport().needsWindowsAgent() || !Boolean.TRUE.equals(computer.isUnix());
    }

    /** Whether some agent that can reach the host is there now; wakes nobody. */
    static boolean isReachable(HypervHost host) {
        return candidates(host, List.of()).stream()
                .map(Node::toComputer)
                .filter(Objects::nonNull)
                .filter(c -> c.isOnline() && !c.isTemporarilyOffline() && c.isAcceptingTasks())
                .anyMatch(c -> carries(host, c));
    }

    private static Set<Node> candidates(HypervHost host, List<String> preferred) {
        Jenkins jenkins = Jenkins.get();
        Set<Node> nodes = new LinkedHashSet<>();
        for (String name : preferred) {
            addAllowed(nodes, host, name.isEmpty() ? jenkins : jenkins.getNode(name));
        }
        for (String name : host.agentNames()) {
            addAllowed(nodes, host, jenkins.getNode(name));
        }
        for (Node node : jenkins.getNodes()) {
            addAllowed(nodes, host, node);
        }
        addAllowed(nodes, host, jenkins);
        return nodes;
    }

    private static void addAllowed(Set<Node> nodes, HypervHost host, Node node) {
        if (node != null && host.mayUse(node)) {
            nodes.add(node);
        }
    }
}
