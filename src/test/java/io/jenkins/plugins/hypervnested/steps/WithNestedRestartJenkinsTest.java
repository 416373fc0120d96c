package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Jenkins restarts while a block takes, while its body runs, and while it gives back. */
class WithNestedRestartJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private WorkflowRun begin(JenkinsRule rule, String script) throws Exception {
        JenkinsLab lab = JenkinsLab.create(rule, folder);
        lab.agent("hyperv");
        return lab.job("job", script).scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(JenkinsRule rule) {
        return rule.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }

    private static void assertGivenBackBeforeTheEnd(JenkinsRule rule, JenkinsLab lab, WorkflowRun run, String vm)
            throws Exception {
        rule.assertLogContains("after []", run);
        assertEquals(1, Journal.get().entries().size());
        assertEquals(JournalEntry.State.RETURNED, Journal.get().entries().get(0).getState());
        assertFalse(lab.vm(vm).nesting());
    }

    @Test
    void aBlockThatTakesGoesOnAndHasItsBody() throws Throwable {
        session.then(rule -> {
            begin(rule, """
                    withHypervNested(host: 'lab-host', vm: 'silent', start: true) { echo "in $HYPERV_VM" }
                    echo "after ${hypervNestedHeld()}"
                    """);
            JenkinsLab.resume(rule, folder).awaitState(JournalEntry.State.HELD);
        });
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            lab.heal("silent");
            WorkflowRun run = rule.assertBuildStatusSuccess(rule.waitForCompletion(run(rule)));
            rule.assertLogContains("in silent", run);
            assertGivenBackBeforeTheEnd(rule, lab, run, "silent");
        });
    }

    @Test
    void aBodyGoesOnAndIsFollowedByGivingBack() throws Throwable {
        // stopped while it looks, waitUntil would never look again
        session.then(rule -> rule.waitForMessage("Will try again after", begin(rule, """
                withHypervNested(host: 'lab-host', vm: 'node-1') {
                  waitUntil(initialRecurrencePeriod: 5000) { currentBuild.description == 'end' }
                  echo "still $HYPERV_VM"
                }
                echo "after ${hypervNestedHeld()}"
                """)));
        session.then(rule -> {
            WorkflowRun run = run(rule);
            assertEquals(
                    JournalEntry.State.HELD, Journal.get().openEntries().get(0).getState());
            run.setDescription("end");
            rule.assertBuildStatusSuccess(rule.waitForCompletion(run));
            rule.assertLogContains("still node-1", run);
            assertGivenBackBeforeTheEnd(rule, JenkinsLab.resume(rule, folder), run, "node-1");
        });
    }

    @Test
    void machinesThatAreRefusedAfterTheRestartAreGivenBack() throws Throwable {
        session.then(rule -> {
            SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                    .vm("silent", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                    .vm("mute", vm -> JenkinsLab.quick(vm).off().neverAnswers());
            JenkinsLab lab = JenkinsLab.create(rule, folder, host);
            lab.agent("hyperv");
            lab.job("job", """
                            try {
                              withHypervNested(machines: [[host: 'lab-host', vm: 'silent', start: true],
                                                          [host: 'lab-host', vm: 'mute', start: true]]) { echo 'never' }
                            } catch (e) {
                              echo "after ${hypervNestedHeld()}"
                              throw e
                            }
                            """).scheduleBuild2(0).waitForStart();
            lab.awaitState(JournalEntry.State.HELD, 2);
            lab.reconfigure(configured -> configured.setAllowedJobs("another"));
        });
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            lab.heal("silent");
            lab.heal("mute");
            WorkflowRun run = rule.assertBuildStatus(Result.FAILURE, JenkinsLab.ended(run(rule)));
            rule.assertLogContains("after []", run);
            assertFalse(lab.vm("silent").nesting());
            assertFalse(lab.vm("mute").nesting());
        });
    }

    @Test
    void givingBackGoesOnAndTheFailureThatItWasBegunForIsKept() throws Throwable {
        session.then(rule -> {
            WorkflowRun run = begin(rule, """
                    try {
                      withHypervNested(host: 'lab-host', vm: 'silent', start: true, timeout: 10, unit: 'SECONDS') {
                        echo 'never'
                      }
                    } catch (e) {
                      echo "after ${hypervNestedHeld()}"
                      throw e
                    }
                    """);
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            rule.waitForMessage("gives back now: silent", run);
            lab.awaitState(JournalEntry.State.RETURNING);
        });
        session.then(rule -> {
            JenkinsLab lab = JenkinsLab.resume(rule, folder);
            lab.heal("silent");
            WorkflowRun run = rule.assertBuildStatus(Result.FAILURE, rule.waitForCompletion(run(rule)));
            rule.assertLogContains("finish within the step's timeout", run);
            assertGivenBackBeforeTheEnd(rule, lab, run, "silent");
        });
    }
}
