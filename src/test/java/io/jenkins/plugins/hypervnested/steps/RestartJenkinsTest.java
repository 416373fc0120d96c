package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class RestartJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private void begin(JenkinsRule rule) throws Exception {
        begin(rule, "hypervNestedEnable host: 'lab-host', vm: 'silent', start: true; echo 'went on'");
    }

    private void begin(JenkinsRule rule, String script) throws Exception {
        JenkinsLab lab = JenkinsLab.create(rule, folder);
        lab.agent("hyperv");
        lab.job("job", script).scheduleBuild2(0).waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
    }

    private static WorkflowRun run(JenkinsRule rule) {
        return rule.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void aStepGoesOnAfterARestartUnderTheSameEntry() throws Throwable {
        session.then(this::begin);
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            lab.heal("silent");
            WorkflowRun run = rule.waitForCompletion(run(rule));
            rule.assertBuildStatus(Result.SUCCESS, run);
            rule.assertLogContains("went on", run);
            assertEquals(1, Journal.get().entries().size());
            lab.awaitNothingOwed();
            assertFalse(lab.vm("silent").nesting());
        });
    }

    @Test
    void aJobThatMayNotAnyMoreIsRefusedAfterTheRestartAndStillGivenBack() throws Throwable {
        session.then(rule -> {
            begin(rule);
            JenkinsLab.resume(rule, folder).reconfigure(host -> host.setAllowedJobs("other"));
        });
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            lab.heal("silent");
            rule.assertBuildStatus(Result.FAILURE, JenkinsLab.ended(run(rule)));
            lab.awaitNothingOwed();
            assertFalse(lab.vm("silent").nesting());
        });
    }

    @Test
    void aStepThatWasRefusedAfterTheRestartDoesNotHoldUpTheNextOfItsRun() throws Throwable {
        session.then(rule -> {
            begin(rule, """
                    waitUntil {
                      try {
                        hypervNestedEnable host: 'lab-host', vm: 'silent', start: true
                        true
                      } catch (e) {
                        echo 'refused'
                        false
                      }
                    }
                    """);
            JenkinsLab.resume(rule, folder).reconfigure(host -> host.setAllowedJobs("other"));
        });
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            rule.waitForMessage("refused", run(rule));
            lab.heal("silent");
            lab.reconfigure(host -> host.setAllowedJobs("*"));
            rule.assertBuildStatus(Result.SUCCESS, rule.waitForCompletion(run(rule)));
            lab.awaitNothingOwed();
            assertFalse(lab.vm("silent").nesting());
        });
    }

    /** As when Jenkins dies between the two, or somebody renames it while Jenkins is down. */
    @Test
    void aRunWhoseJobWasRenamedOnDiskIsFollowedAndGivenBackAtItsEnd() throws Throwable {
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.create(rule, folder);
            lab.agent("hyperv");
            WorkflowRun run = lab.job("job", "hypervNestedEnable host: 'lab-host', vm: 'node-1'; sleep 3600")
                    .scheduleBuild2(0)
                    .waitForStart();
            rule.waitForMessage("Sleeping for", run);
        });
        Path jobs = session.getHome().toPath().resolve("jobs");
        Files.move(jobs.resolve("job"), jobs.resolve("renamed"));
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            JenkinsLab.await(() -> Journal.get().entries().get(0).getRunId().equals("renamed#1"));
            assertEquals(JournalEntry.State.HELD, Journal.get().entries().get(0).getState());
            WorkflowRun run =
                    rule.jenkins.getItemByFullName("renamed", WorkflowJob.class).getBuildByNumber(1);
            // without an executor a stop is a hard kill; that of a run that was loaded just now comes a moment later
            JenkinsLab.look(() -> run.getExecutor() != null && run.getExecutor().getAsynchronousExecution() != null);
            run.doStop();
            rule.assertBuildStatus(Result.ABORTED, rule.waitForCompletion(run));
            lab.awaitNothingOwed();
            assertFalse(lab.vm("node-1").nesting());
        });
    }
}
