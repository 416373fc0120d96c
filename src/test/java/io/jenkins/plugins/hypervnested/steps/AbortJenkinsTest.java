package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class AbortJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private DumbSlave agent;
    private WorkflowRun run;

    @BeforeEach
    void begin(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        agent = lab.agent("hyperv");
        run = lab.job("job", "hypervNestedEnable host: 'lab-host', vm: 'silent', start: true")
                .scheduleBuild2(0)
                .waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
    }

    @Test
    void anAbortEndsSoonAndSaysWhatItLeaves() throws Exception {
        long begun = System.nanoTime();
        run.getExecutor().interrupt();
        jenkins.waitForCompletion(run);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertEquals(Result.ABORTED, run.getResult());
        assertTrue(took.toMillis() < 60_000, "it took " + took);
        jenkins.assertLogContains("silent: stopped; it is held, and is given back when the run ends", run);
        lab.heal("silent");
        lab.awaitNothingOwed();
        assertEquals("Off", lab.vm("silent").platformState());
        assertFalse(lab.vm("silent").nesting());
    }

    @Test
    void anAbortDoesNotWaitBehindAgentsThatHang() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try {
            for (int i = 0; i < 8; i++) {
                AgentThreads.pool().submit(() -> answer.await(5, TimeUnit.MINUTES));
            }
            run.getExecutor().interrupt();
            jenkins.waitForCompletion(run);
            assertEquals(1, answer.getCount());
            assertEquals(Result.ABORTED, run.getResult());
        } finally {
            answer.countDown();
        }
        lab.heal("silent");
        lab.awaitNothingOwed();
    }

    @Test
    void theLogOfTheRunLinksToTheLogOfTheRollback() throws Exception {
        run.getExecutor().interrupt();
        jenkins.waitForCompletion(run);
        lab.heal("silent");
        lab.awaitNothingOwed();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage log = web.getPage(run, "console");
            HtmlPage page = log.getAnchorByText("silent").click();
            assertTrue(page.asNormalizedText().contains("restored"), page::asNormalizedText);
        }
    }

    @Test
    void anAgentThatIsLostFailsTheStepAndTheRollbackComesWithTheAgent() throws Exception {
        JenkinsLab.disconnect(agent);
        jenkins.waitForCompletion(run);
        assertEquals(Result.FAILURE, run.getResult());
        jenkins.assertLogContains("unreachable", run);
        lab.heal("silent");
        agent.toComputer().connect(false);
        lab.awaitNothingOwed();
        assertEquals("Off", lab.vm("silent").platformState());
    }

    @Test
    void aRunThatIsDeletedIsGivenBack() throws Exception {
        run.getExecutor().interrupt();
        jenkins.waitForCompletion(run);
        lab.heal("silent");
        run.delete();
        lab.awaitNothingOwed();
        assertFalse(lab.vm("silent").nesting());
    }
}
