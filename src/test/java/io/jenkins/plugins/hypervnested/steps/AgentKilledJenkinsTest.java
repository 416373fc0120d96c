package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Node;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that die as {@code kill -9} lets them, or are deleted, while something is held through them. */
@WithJenkins
class AgentKilledJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private DumbSlave agent;
    private String before;
    private WorkflowRun held;
    private WorkflowRun entering;

    @BeforeEach
    void begin(JenkinsRule rule, @TempDir Path folder) throws Exception {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm("held", JenkinsLab::quick)
                .vm("entering", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                .vm("returning", vm -> JenkinsLab.quick(vm).off().neverAnswers());
        before = SimulatedPicture.of(host);
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder, host);
        lab.reconfigure(configured -> configured.setAgents("hyperv\nspare"));
        agent = lab.agent("hyperv");
        lab.job("returning", step("returning", ", start: true, waitFor: 'RUNNING'"))
                .scheduleBuild2(0);
        lab.awaitState(JournalEntry.State.RETURNING);
        entering = lab.job("entering", step("entering", ", start: true"))
                .scheduleBuild2(0)
                .waitForStart();
        held = lab.job(
                        "held",
                        step("held", "")
                                + "; waitUntil(initialRecurrencePeriod: 100, quiet: true) { currentBuild.description == 'go on' }")
                .scheduleBuild2(0)
                .waitForStart();
        lab.awaitState(JournalEntry.State.HELD, 2);
        jenkins.waitForMessage("given back when the run ends", held);
    }

    private static String step(String vm, String more) {
        return "hypervNestedEnable host: 'lab-host', vm: '" + vm + "'" + more;
    }

    private void heal() {
        lab.host().change(host -> {
            host.vm("entering").comesToItself();
            host.vm("returning").comesToItself();
        });
    }

    private static void kill(Node node) throws Exception {
        long pid = node.getChannel().call(new ProcessId());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    private static final class ProcessId extends MasterToSlaveCallable<Long, RuntimeException> {

        private static final long serialVersionUID = 1;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    private void assertEverythingIsGivenBackOnceThrough(String name) throws Exception {
        held.setDescription("go on");
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(held));
        lab.awaitNothingOwed();
        assertEquals(before, lab.host().use(SimulatedPicture::of));
        assertEquals(List.of(), SimulatedPicture.leases(lab.host().look()));
        List<String> changes = lab.host().look().changes();
        for (JournalEntry entry : Journal.get().entries()) {
            assertEquals(JournalEntry.State.RETURNED, entry.getState());
            assertEquals(1, Collections.frequency(changes, "expose off " + entry.getVmName()), changes::toString);
            String log = entry.getLog().toString();
            assertTrue(log.contains("through agent \"" + name + '"'), log);
        }
    }

    @Test
    void whatAKilledAgentLeftIsGivenBackThroughItWhenItIsBack() throws Exception {
        kill(agent);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(entering));
        jenkins.assertLogContains("unreachable", entering);
        assertFalse(Journal.get().openEntries().isEmpty());
        heal();
        agent.toComputer().connect(false);
        assertEverythingIsGivenBackOnceThrough("hyperv");
    }

    @Test
    void anotherAgentThatTheHostNamesTakesOverFromOneThatIsDeleted() throws Exception {
        jenkins.jenkins.removeNode(agent);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(entering));
        heal();
        lab.agent("spare");
        assertEverythingIsGivenBackOnceThrough("spare");
    }
}
