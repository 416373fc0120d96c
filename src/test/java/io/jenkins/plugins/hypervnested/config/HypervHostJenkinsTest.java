package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.model.EnvironmentContributor;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Node;
import hudson.model.TaskListener;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class HypervHostJenkinsTest {

    private final HypervHost host = Hosts.local("lab-host");
    private JenkinsRule jenkins;

    /** Does for jobs called {@code PR-…} what the Branch API plugin does for those of change requests. */
    @TestExtension
    public static final class ChangeRequestVariables extends EnvironmentContributor {
        @Override
        @SuppressWarnings("rawtypes")
        public void buildEnvironmentFor(Job job, EnvVars variables, TaskListener listener) throws IOException {
            if (job.getName().startsWith("PR-")) {
                variables.put("CHANGE_ID", job.getName().substring(3));
            }
            if (job.getName().equals("broken")) {
                throw new IOException("as asked for");
            }
        }
    }

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    private Node agent(String name, String labels) throws Exception {
        return jenkins.createSlave(name, labels, null);
    }

    private FreeStyleProject job(String name) throws Exception {
        return jenkins.createFreeStyleProject(name);
    }

    @Test
    void onlyNamedAgentsMayBeUsed() throws Exception {
        host.setAgents("relay-1\n relay-2 \n");
        assertTrue(host.mayUse(agent("relay-1", "")));
        assertTrue(host.mayUse(agent("relay-2", "")));
        assertFalse(host.mayUse(agent("relay-10", "")));
        assertFalse(host.mayUse(agent("Relay-2x", "")));
    }

    @Test
    void aLabelCountsOnlyWhenItIsTrusted() throws Exception {
        Node node = agent("any", "windows relay");
        host.setLabel("windows && relay");
        assertFalse(host.mayUse(node));
        host.setTrustLabel(true);
        assertTrue(host.mayUse(node));
    }

    @Test
    void anEmptyOrDamagedLabelTrustsNobody() throws Exception {
        Node node = agent("any", "windows");
        host.setTrustLabel(true);
        assertFalse(host.mayUse(node));
        host.setLabel("windows &&");
        assertFalse(host.mayUse(node));
    }

    @Test
    void theBuiltInNodeCountsOnlyWhenTicked() {
        host.setAgents("built-in\nmaster\n(built-in)");
        host.setLabel("built-in");
        host.setTrustLabel(true);
        assertFalse(host.mayUse(jenkins.jenkins));
        host.setAllowBuiltIn(true);
        assertTrue(host.mayUse(jenkins.jenkins));
    }

    @Test
    void noRuleAllowsNoJobAndNoVm() throws Exception {
        assertNotNull(host.refusalOf(job("nightly")));
        assertNotNull(host.refusalOfVm("node-1"));
    }

    @Test
    void aJobIsAllowedByItsFullName() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        FreeStyleProject inside = team.createProject(FreeStyleProject.class, "nightly");
        host.setAllowedJobs("team/nightly");
        assertNull(host.refusalOf(inside));
        assertNotNull(host.refusalOf(job("nightly")));
    }

    @Test
    void aChangeRequestIsRefusedUnlessAllowed() throws Exception {
        FreeStyleProject job = job("PR-7");
        host.setAllowedJobs("*");
        assertNotNull(host.refusalOf(job));
        host.setAllowChangeRequests(true);
        assertNull(host.refusalOf(job));
    }

    @Test
    void whereItCannotBeToldTheJobIsRefused() throws Exception {
        host.setAllowedJobs("*");
        assertNotNull(host.refusalOf(job("broken")));
        assertNull(host.refusalOf(job("nightly")));
    }
}
