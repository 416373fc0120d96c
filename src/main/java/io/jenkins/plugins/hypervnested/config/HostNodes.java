package io.jenkins.plugins.hypervnested.config;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.slaves.AbstractCloudSlave;
import hudson.slaves.EphemeralNode;
import hudson.util.FormValidation;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;

/** What the nodes that a host names look like at the moment. */
final class HostNodes {

    private HostNodes() {}

    /** {@return whether the label expression matches the node; a damaged expression matches none} */
    static boolean matches(String expression, Node node) {
        try {
            return Label.parseExpression(expression).matches(node);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static FormValidation checkAgents(List<String> names, boolean others) {
        if (names.isEmpty()) {
            return others ? FormValidation.ok() : FormValidation.error(Messages.HostNodes_None());
        }
        List<String> missing = new ArrayList<>();
        List<String> fleeting = new ArrayList<>();
        for (String name : names) {
            Node node = Jenkins.get().getNode(name);
            if (node == null || node instanceof Jenkins) {
                missing.add(name);
            } else if (node instanceof AbstractCloudSlave || node instanceof EphemeralNode) {
                fleeting.add(name);
            }
        }
        if (!missing.isEmpty()) {
            return FormValidation.warning(Messages.HostNodes_Missing(String.join(", ", missing)));
        }
        return fleeting.isEmpty()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.HostNodes_Fleeting(String.join(", ", fleeting)));
    }

    static FormValidation checkLabel(String expression, boolean trusted) {
        if (expression.isEmpty()) {
            return trusted ? FormValidation.error(Messages.HostNodes_NoLabel()) : FormValidation.ok();
        }
        Label label;
        try {
            label = Label.parseExpression(expression);
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Messages.HostNodes_BadLabel());
        }
        if (!trusted) {
            return FormValidation.warning(Messages.HostNodes_LabelNotTrusted());
        }
        boolean any = Jenkins.get().getNodes().stream().anyMatch(label::matches);
        return FormValidation.warning(
                any ? Messages.HostNodes_LabelTrusted() : Messages.HostNodes_LabelMatchesNone(expression));
    }

    /** {@return names of the host's agents that are known to run another system than the transport needs} */
    static List<String> withoutWindows(HypervHost host) {
        List<String> wrong = new ArrayList<>();
        if (!host.getTransport().needsWindowsAgent()) {
            return wrong;
        }
        for (String name : host.agentNames()) {
            Computer computer = Jenkins.get().getComputer(name);
            if (computer != null && Boolean.TRUE.equals(computer.isUnix())) {
                wrong.add(name);
            }
        }
        return wrong;
    }
}
