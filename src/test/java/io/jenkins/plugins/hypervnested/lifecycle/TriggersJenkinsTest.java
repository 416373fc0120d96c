package io.jenkins.plugins.hypervnested.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Items;
import hudson.model.Result;
import hudson.model.TopLevelItem;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.StuckReason;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever happens to a run, its job, its agent or its host: what it changed is put back. */
@WithJenkins
class TriggersJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private DumbSlave agent;
    private WorkflowJob job;
    private WorkflowRun run;

    @BeforeEach
    void hold(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        agent = lab.agent("hyperv");
        job = lab.job("job", """
                hypervNestedEnable host: 'lab-host', vm: 'node-2'
                echo 'held'
                waitUntil(quiet: true) { currentBuild.description != null }
                if (currentBuild.description == 'unstable') { currentBuild.result = 'UNSTABLE' }
                if (currentBuild.description == 'late') { timeout(time: 1, unit: 'SECONDS') { waitUntil(quiet: true) { false } } }
                """);
        run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("held", run);
        assertTrue(lab.vm("node-2").nesting());
    }

    private void end() throws Exception {
        end("end", Result.SUCCESS);
    }

    private void end(String how, Result result) throws Exception {
        run.setDescription(how);
        jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    private static HypervHost host(String name, String id) {
        HypervHost host = new HypervHost(name, new LocalTransport());
        host.setId(id);
        host.setAgents("hyperv\nsecond");
        host.setAllowedJobs("*");
        host.setAllowedVms("*");
        return host;
    }

    private static void configure(HypervHost... hosts) {
        HypervNestedConfiguration.get().setHosts(List.of(hosts));
    }

    private static String hostId() {
        return Journal.get().openEntries().get(0).getHostId();
    }

    private void assertGivenBack() throws Exception {
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void aRunThatEndsUnstableIsGivenBack() throws Exception {
        end("unstable", Result.UNSTABLE);
        assertGivenBack();
    }

    @Test
    void aRunThatTimesOutIsGivenBack() throws Exception {
        end("late", Result.ABORTED);
        assertGivenBack();
    }

    @Test
    void aJobThatIsDeletedWhileItRunsIsGivenBack() throws Exception {
        job.delete();
        assertGivenBack();
    }

    @Test
    void aJobThatIsMovedAndRenamedWhileItRunsIsGivenBackAtItsEndAndShowsTheLogThere() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        TopLevelItem moved = Items.move(job, team);
        ((WorkflowJob) moved).renameTo("other");
        run = ((WorkflowJob) jenkins.jenkins.getItemByFullName("team/other")).getBuildByNumber(1);
        assertEquals("team/other", Journal.get().openEntries().get(0).getJobName());
        end();
        assertGivenBack();
        String page = jenkins.createWebClient().getPage(run, "hyperv-nested/").asNormalizedText();
        assertTrue(page.contains("restored"), page);
    }

    @Test
    void anotherAgentThatTheHostNamesTakesOverWhenTheFirstIsDeleted() throws Exception {
        configure(host("lab-host", hostId()));
        lab.agent("second");
        jenkins.jenkins.removeNode(agent);
        end();
        assertGivenBack();
        List<String> log = Journal.get().entriesOf(run).get(0).getLog();
        assertTrue(log.stream().anyMatch(line -> line.contains("through agent \"second\"")), log::toString);
    }

    @Test
    void aHostThatIsRemovedIsStuckAndGivenBackAtOnceWhenItIsConfiguredAgainUnderItsId() throws Exception {
        String id = hostId();
        configure();
        end();
        lab.awaitState(JournalEntry.State.STUCK);
        JournalEntry stuck = Journal.get().openEntries().get(0);
        assertEquals(StuckReason.HOST_REMOVED, stuck.getStuckReason());
        assertTrue(stuck.getStuckText().contains(id), stuck::getStuckText);
        configure(host("lab-host", id));
        assertGivenBack();
    }

    @Test
    void aHostThatIsRenamedIsTheSame() throws Exception {
        configure(host("other-name", hostId()));
        end();
        assertGivenBack();
    }
}
