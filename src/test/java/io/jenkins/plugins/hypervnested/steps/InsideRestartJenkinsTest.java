package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.NestedScene;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Work inside a VM that is cut off: by a restart of Jenkins, by an abort. */
class InsideRestartJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private String before;

    /** The guest of the first nested VM does not answer, so that the step stays where it is. */
    private void begin(JenkinsRule rule) throws Exception {
        JenkinsLab lab = JenkinsLab.create(rule, folder, NestedScene.host());
        before = picture(lab);
        lab.host().change(host -> host.vm("node-1").inside().vm("n1").neverAnswers());
        lab.agent("hyperv");
        NestedScene.credentials();
        lab.job("job", NestedScene.NETWORK).scheduleBuild2(0).waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
        rule.waitForMessage("start VM 'n1'", run(rule));
    }

    private static String picture(JenkinsLab lab) {
        return lab.host().use(SimulatedPicture::of);
    }

    private static void heal(JenkinsLab lab) {
        lab.host().change(host -> host.vm("node-1").inside().vm("n1").comesToItself());
    }

    private static WorkflowRun run(JenkinsRule rule) {
        return rule.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void aStepInsideGoesOnAfterARestartUnderTheSameEntry() throws Throwable {
        session.then(this::begin);
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            heal(lab);
            WorkflowRun run = rule.waitForCompletion(run(rule));
            rule.assertBuildStatus(Result.SUCCESS, run);
            rule.assertLogContains("gateway 192.168.100.1, 192.168.100.3", run);
            assertEquals(1, Journal.get().entries().size());
            lab.awaitNothingOwed();
            assertEquals(before, picture(lab));
        });
    }

    @Test
    void aStepInsideThatIsAbortedIsGivenBackWhenItsRunEnds() throws Throwable {
        session.then(rule -> {
            begin(rule);
            WorkflowRun run = run(rule);
            run.getExecutor().interrupt();
            rule.assertBuildStatus(Result.ABORTED, rule.waitForCompletion(run));
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            assertTrue(Journal.get().entries().get(0).isOpen());
            heal(lab);
            lab.awaitNothingOwed();
            assertEquals(before, picture(lab));
        });
    }
}
