package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Computer;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import hudson.slaves.RetentionStrategy;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.SshTransport;
import io.jenkins.plugins.hypervnested.config.WinRmTransport;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class AgentPickerJenkinsTest {

    /** One that any agent can carry. */
    private final HypervHost host = new HypervHost("lab-host", new SshTransport("lab.example.com", "key"));

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        host.setAgents("first\nsecond");
    }

    private Computer online(String name) throws Exception {
        DumbSlave agent = jenkins.createSlave(name, name, null);
        jenkins.waitOnline(agent);
        return agent.toComputer();
    }

    private String picked(String... preferred) {
        return AgentPicker.pick(host, List.of(preferred)).agent();
    }

    @Test
    void theFirstOfTheHostsAgentsIsPickedWhateverTheOrderInWhichTheyCame() throws Exception {
        online("second");
        online("first");
        assertEquals("first", picked());
    }

    @Test
    void theAgentThatAStepRunsOnComesBeforeAllOthers() throws Exception {
        online("first");
        online("second");
        assertEquals("second", picked("second"));
    }

    @Test
    void anAgentThatTheHostDoesNotNameIsNotPickedAlsoWhenItIsPreferred() throws Exception {
        online("other");
        online("second");
        assertEquals("second", picked("other"));
    }

    @Test
    void anAgentThatIsTemporarilyOfflineIsPassedOver() throws Exception {
        online("first").setTemporaryOfflineCause(new OfflineCause.ByCLI("maintenance"));
        online("second");
        assertEquals("second", picked());
    }

    @Test
    void anAgentThatIsLeavingIsPassedOver() throws Exception {
        DumbSlave leaving = (DumbSlave) online("first").getNode();
        ((SlaveComputer) leaving.toComputer()).setAcceptingTasks(false);
        online("second");
        assertEquals("second", picked());
    }

    @Test
    void agentsOfATrustedLabelComeAfterThoseThatAreNamed() throws Exception {
        online("any");
        online("second");
        host.setLabel("any");
        host.setTrustLabel(true);
        assertEquals("second", picked());
        host.setAgents("");
        assertEquals("any", picked());
    }

    @Test
    void theBuiltInNodeIsTheLastAndOnlyWhenAllowed() throws Exception {
        assertFalse(AgentPicker.pick(host, List.of()).isFound());
        host.setAllowBuiltIn(true);
        assertEquals("", picked());
        online("second");
        assertEquals("second", picked());
    }

    @Test
    void anAgentThatSleepsIsWokenWhenNoneIsThere() throws Exception {
        DumbSlave asleep = new DumbSlave(
                "first",
                new File(jenkins.jenkins.getRootDir(), "first").getPath(),
                jenkins.createComputerLauncher(null));
        asleep.setRetentionStrategy(new RetentionStrategy.Demand(1000, 1000));
        jenkins.jenkins.addNode(asleep);
        assertFalse(AgentPicker.pick(host, List.of()).isFound());
        jenkins.waitOnline(asleep);
        assertEquals("first", picked());
    }

    @Test
    void whoSleepsIsLeftAloneWhileAnotherIsThere() throws Exception {
        DumbSlave asleep = new DumbSlave(
                "first",
                new File(jenkins.jenkins.getRootDir(), "first").getPath(),
                jenkins.createComputerLauncher(null));
        asleep.setRetentionStrategy(new RetentionStrategy.Demand(1000, 1000));
        jenkins.jenkins.addNode(asleep);
        online("second");
        assertEquals("second", picked());
        assertFalse(asleep.toComputer().isConnecting());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anAgentThatCannotCarryTheTransportDoesNotCount() throws Exception {
        online("first");
        HypervHost behindWinRm = new HypervHost("lab-host", new WinRmTransport("lab.example.com"));
        behindWinRm.setAgents("first");
        AgentPicker.Pick pick = AgentPicker.pick(behindWinRm, List.of());
        assertFalse(pick.isFound());
        assertTrue(pick.why().contains("does not run Windows"), pick.why());
        assertFalse(AgentPicker.isReachable(behindWinRm));
        assertTrue(AgentPicker.isReachable(host));
    }
}
