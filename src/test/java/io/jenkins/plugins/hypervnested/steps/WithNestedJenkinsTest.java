package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A block holds machines while its body runs. */
@WithJenkins
class WithNestedJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        lab.agent("hyperv");
    }

    private WorkflowRun begin(String script, String until) throws Exception {
        WorkflowRun run = lab.job("job", script).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(until, run);
        return run;
    }

    private void assertNothingIsHeld() {
        assertEquals(List.of(), Journal.get().openEntries());
        assertFalse(lab.vm("node-1").nesting());
        assertEquals("Running", lab.vm("node-1").platformState());
        assertFalse(lab.vm("node-2").nesting());
        assertEquals("Off", lab.vm("node-2").platformState());
        assertFalse(lab.vm("silent").nesting());
    }

    @Test
    void theBodyFindsTheVmAndTheRunGoesOnWithoutIt() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                def r = withHypervNested(host: 'lab-host', vm: 'node-1', macSpoofing: true) {
                  echo "in $HYPERV_HOST $HYPERV_VM $HYPERV_VMS holds ${hypervNestedHeld()*.vm}"
                  echo "network ${env.HYPERV_NAT_SWITCH}"
                  'the body gave this'
                }
                echo "after ${hypervNestedHeld()}: $r, ${env.HYPERV_VM}"
                """));
        jenkins.assertLogContains("in lab-host node-1 node-1 holds [node-1]", run);
        jenkins.assertLogContains("network null", run);
        jenkins.assertLogContains("It is given back when the block ends.", run);
        jenkins.assertLogContains("the block ends; gives back now: node-1", run);
        jenkins.assertLogContains("[Hyper-V] node-1: restored", run);
        jenkins.assertLogContains("after []: the body gave this, null", run);
        jenkins.assertLogNotContains("will be given back", run);
        assertNothingIsHeld();
    }

    @Test
    void aBodyThatFailsIsFollowedByGivingBackAndItsFailureCounts() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, lab.job("job", """
                try {
                  withHypervNested(host: 'lab-host', vms: ['node-1', 'node-2']) { error 'of the body' }
                } catch (e) {
                  echo "caught ${e.message}, holds ${hypervNestedHeld()}"
                  throw e
                }
                """));
        jenkins.assertLogContains("gives back now: node-1, node-2", run);
        jenkins.assertLogContains("caught of the body, holds []", run);
        assertNothingIsHeld();
    }

    @Test
    void anAbortOfTheBodyIsFollowedByGivingBack() throws Exception {
        WorkflowRun run = begin("""
                withHypervNested(host: 'lab-host', vm: 'node-1') {
                  echo 'inside'
                  waitUntil(quiet: true) { false }
                }
                """, "inside");
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("[Hyper-V] node-1: restored", run);
        assertNothingIsHeld();
    }

    @Test
    void aTimeoutInsideAndAroundTheBlockIsFollowedByGivingBack() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                try {
                  timeout(time: 20, unit: 'SECONDS') {
                    withHypervNested(host: 'lab-host', vm: 'node-1') { waitUntil(quiet: true) { false } }
                  }
                } catch (e) { echo "around ${hypervNestedHeld()}" }
                try {
                  withHypervNested(host: 'lab-host', vm: 'node-1') {
                    timeout(time: 1, unit: 'SECONDS') { waitUntil(quiet: true) { false } }
                  }
                } catch (e) { echo "inside ${hypervNestedHeld()}" }
                """));
        jenkins.assertLogContains("around []", run);
        jenkins.assertLogContains("inside []", run);
        assertNothingIsHeld();
    }

    @Test
    void aVmThatCannotBeTakenFailsTheBlockAfterTheOthersWereGivenBack() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, lab.job("job", """
                try {
                  withHypervNested(host: 'lab-host', vms: ['node-1', 'missing']) { echo 'never' }
                } catch (e) {
                  echo "holds ${hypervNestedHeld()}"
                  throw e
                }
                """));
        jenkins.assertLogContains("missing", run);
        jenkins.assertLogContains("holds []", run);
        jenkins.assertLogNotContains("never", run);
        assertNothingIsHeld();
    }

    @Test
    void anAbortWhileItTakesGivesBackWhatWasTaken() throws Exception {
        WorkflowRun run = lab.job(
                        "job", "withHypervNested(host: 'lab-host', vm: 'silent', start: true) { echo 'never' }")
                .scheduleBuild2(0)
                .waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
        run.getExecutor().interrupt();
        jenkins.waitForMessage("gives back now: silent", run);
        lab.heal("silent");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("what was taken is given back first", run);
        jenkins.assertLogNotContains("never", run);
        assertNothingIsHeld();
    }

    @Test
    void anAbortWhileItGivesBackLeavesThatToTheUsualPathAndSaysSo() throws Exception {
        WorkflowRun run = begin("""
                withHypervNested(host: 'lab-host', vm: 'silent', start: true, waitFor: 'RUNNING') { echo 'inside' }
                """, "gives back now: silent");
        lab.awaitState(JournalEntry.State.RETURNING);
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("giving it back goes on", run);
        lab.heal("silent");
        lab.awaitNothingOwed();
        assertNothingIsHeld();
    }

    @Test
    void eachTryOfARetryTakesAnew() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                int tries = 0
                retry(3) {
                  stage("try ${++tries}") {
                    withHypervNested(host: 'lab-host', vm: 'node-2', start: true) {
                      if (tries < 3) { error "try $tries" }
                    }
                  }
                }
                """));
        jenkins.assertLogContains("try 2", run);
        assertEquals(3, Journal.get().entries().size());
        assertNothingIsHeld();
    }

    @Test
    void blocksStandSideBySideAndInEachOtherOnOneVm() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                parallel(
                  one: { withHypervNested(host: 'lab-host', vm: 'node-1') { echo "one ${hypervNestedHeld().size() > 0}" } },
                  two: { withHypervNested(host: 'lab-host', vm: 'node-1') { echo "two ${hypervNestedHeld().size() > 0}" } })
                node('hyperv') {
                  withHypervNested(host: 'lab-host', vm: 'node-1') {
                    withHypervNested(host: 'lab-host', vm: 'node-1') { echo "inner ${hypervNestedHeld().size()}" }
                    echo "outer ${hypervNestedHeld().size()}"
                  }
                }
                echo "after ${hypervNestedHeld()}"
                """));
        jenkins.assertLogContains("inner 2", run);
        jenkins.assertLogContains("outer 1", run);
        jenkins.assertLogContains("after []", run);
        assertNothingIsHeld();
    }

    @Test
    void whatTheBodyGaveBackItselfIsNotGivenBackTwice() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                withHypervNested(host: 'lab-host', vm: 'node-1') {
                  echo "back ${hypervNestedRelease().released}"
                  hypervNestedEnable host: 'lab-host', vm: 'node-2'
                }
                echo "after ${hypervNestedHeld()*.vm}"
                """));
        jenkins.assertLogContains("back [node-1]", run);
        jenkins.assertLogContains("nothing is left to give back", run);
        jenkins.assertLogContains("after [node-2]", run);
        lab.awaitNothingOwed();
        assertNothingIsHeld();
    }

    @Test
    void whatAnotherRunHoldsAsWellIsPassedOn() throws Exception {
        WorkflowRun other = begin("""
                withHypervNested(host: 'lab-host', vm: 'node-1') {
                  echo 'inside'
                  waitUntil(quiet: true) { currentBuild.description == 'end' }
                }
                """, "inside");
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                lab.job("second", "withHypervNested(host: 'lab-host', vm: 'node-1') { echo 'shared' }"));
        jenkins.assertLogContains("left to those who still hold it", run);
        assertTrue(lab.vm("node-1").nesting());
        other.setDescription("end");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(other));
        assertNothingIsHeld();
    }

    @Test
    void whatGetsStuckIsTreatedAsTheBlockSays() throws Exception {
        WorkflowRun run = begin("""
                withHypervNested(host: 'lab-host', vm: 'node-1', onRollbackFailure: 'UNSTABLE') {
                  echo 'inside'
                  waitUntil(quiet: true) { currentBuild.description == 'removed' }
                }
                echo 'went on'
                """, "inside");
        HypervNestedConfiguration.get().setHosts(List.of());
        run.setDescription("removed");
        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("node-1 is not given back", run);
        jenkins.assertLogContains("went on", run);
    }

    @Test
    void theBodysOwnFailureWinsOverThatOfGivingBack() throws Exception {
        WorkflowRun run = begin("""
                try {
                  withHypervNested(host: 'lab-host', vm: 'node-1') {
                    echo 'inside'
                    waitUntil(quiet: true) { currentBuild.description == 'removed' }
                    error 'of the body'
                  }
                } catch (e) { echo "caught ${e.message}" }
                try {
                  withHypervNested(host: 'gone', vm: 'node-2') { echo 'never' }
                } catch (e) { echo "refused ${e.message}" }
                """, "inside");
        HypervNestedConfiguration.get().setHosts(List.of());
        run.setDescription("removed");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("node-1 is not given back", run);
        jenkins.assertLogContains("caught of the body", run);
        jenkins.assertLogContains("refused No host \"gone\" is configured", run);
    }
}
