package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Slave;
import hudson.slaves.EphemeralNode;
import hudson.slaves.JNLPLauncher;
import hudson.util.FormValidation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class HostNodesJenkinsTest {

    private JenkinsRule jenkins;

    /** An agent that a cloud takes away again. */
    private static final class Fleeting extends Slave implements EphemeralNode {
        private static final long serialVersionUID = 1;

        Fleeting(String name) throws Exception {
            super(name, "/nowhere", new JNLPLauncher());
        }

        @Override
        public Fleeting asNode() {
            return this;
        }
    }

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void aHostThatNothingCanReachIsAnError() {
        assertEquals(FormValidation.Kind.ERROR, HostNodes.checkAgents(List.of(), false).kind);
        assertEquals(FormValidation.Kind.OK, HostNodes.checkAgents(List.of(), true).kind);
    }

    @Test
    void anAgentThatIsNotThereIsNamed() throws Exception {
        jenkins.createSlave("relay-1", "", null);
        assertEquals(FormValidation.Kind.OK, HostNodes.checkAgents(List.of("relay-1"), false).kind);
        FormValidation missing = HostNodes.checkAgents(List.of("relay-1", "relay-2"), false);
        assertEquals(FormValidation.Kind.WARNING, missing.kind);
        assertTrue(missing.getMessage().contains("relay-2"), missing.getMessage());
    }

    @Test
    void anAgentThatMayBeTakenAwayIsWarnedOf() throws Exception {
        jenkins.jenkins.addNode(new Fleeting("cloud-1"));
        FormValidation fleeting = HostNodes.checkAgents(List.of("cloud-1"), false);
        assertEquals(FormValidation.Kind.WARNING, fleeting.kind);
        assertTrue(fleeting.getMessage().contains("cloud-1"), fleeting.getMessage());
    }

    @Test
    void aTrustedLabelIsAlwaysWarnedOf() throws Exception {
        jenkins.createSlave("relay-1", "relay", null);
        assertEquals(FormValidation.Kind.OK, HostNodes.checkLabel("", false).kind);
        assertEquals(FormValidation.Kind.WARNING, HostNodes.checkLabel("relay", true).kind);
        assertEquals(FormValidation.Kind.WARNING, HostNodes.checkLabel("relay", false).kind);
    }

    @Test
    void trustInNoLabelOrADamagedOneIsAnError() {
        assertEquals(FormValidation.Kind.ERROR, HostNodes.checkLabel("", true).kind);
        assertEquals(FormValidation.Kind.ERROR, HostNodes.checkLabel("a &&", true).kind);
    }
}
