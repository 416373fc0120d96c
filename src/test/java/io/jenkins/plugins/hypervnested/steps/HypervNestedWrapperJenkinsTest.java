package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.TestNotifier;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A job that is no Pipeline holds machines. */
@WithJenkins
class HypervNestedWrapperJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private FreeStyleProject job;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        lab.agent("hyperv");
        job = rule.createFreeStyleProject("job");
    }

    private HypervNestedWrapper wrapper(String vm) {
        NestedMachine machine = new NestedMachine("lab-host");
        machine.setVm(vm);
        machine.setStart(true);
        HypervNestedWrapper wrapper = new HypervNestedWrapper(List.of(machine));
        job.getBuildWrappersList().add(wrapper);
        return wrapper;
    }

    private static String open() {
        return Journal.get().openEntries().stream()
                .map(entry -> entry.getShownName() + ' ' + entry.getState())
                .toList()
                .toString();
    }

    /** A build step. */
    private interface Work {
        boolean perform(AbstractBuild<?, ?> build, BuildListener listener) throws InterruptedException, IOException;
    }

    private void builds(Work work) {
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws InterruptedException, IOException {
                return work.perform(build, listener);
            }
        });
    }

    private void notifies() {
        job.getPublishersList().add(new TestNotifier() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
                listener.getLogger().println("post-build holds " + open());
                return true;
            }
        });
    }

    private static boolean tell(AbstractBuild<?, ?> build, BuildListener listener)
            throws IOException, InterruptedException {
        var environment = build.getEnvironment(listener);
        listener.getLogger()
                .println("in " + environment.get("HYPERV_HOST") + ' ' + environment.get("HYPERV_VM") + ' '
                        + environment.get("HYPERV_VMS") + ' ' + environment.get("HYPERV_NAT_NAME") + " holds "
                        + open());
        return true;
    }

    private void assertNothingIsHeld() {
        assertEquals(List.of(), Journal.get().openEntries());
        assertFalse(lab.vm("node-2").nesting());
        assertEquals("Off", lab.vm("node-2").platformState());
        assertFalse(lab.vm("silent").nesting());
    }

    @Test
    void theBuildStepsHaveTheMachinesAndThePostBuildActionsDoNot() throws Exception {
        wrapper("node-2");
        builds(HypervNestedWrapperJenkinsTest::tell);
        notifies();
        FreeStyleBuild run = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("in lab-host node-2 node-2 null holds [node-2 HELD]", run);
        jenkins.assertLogContains("[Hyper-V] gives back now: node-2", run);
        jenkins.assertLogContains("post-build holds []", run);
        jenkins.assertLogNotContains("will be given back", run);
        assertNothingIsHeld();
    }

    @Test
    void thePostBuildActionsHaveThemWhereThatIsSaid() throws Exception {
        wrapper("node-2").setDuringPostBuild(true);
        builds(HypervNestedWrapperJenkinsTest::tell);
        notifies();
        FreeStyleBuild run = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("post-build holds [node-2 HELD]", run);
        lab.awaitNothingOwed();
        assertNothingIsHeld();
    }

    @Test
    void aBuildStepThatFailsIsFollowedByGivingBack() throws Exception {
        wrapper("node-2");
        builds((build, listener) -> false);
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertNothingIsHeld();
    }

    @Test
    void anAbortOfABuildStepIsFollowedByGivingBack() throws Exception {
        wrapper("node-2");
        CountDownLatch begun = new CountDownLatch(1);
        builds((build, listener) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return true;
        });
        FreeStyleBuild run = job.scheduleBuild2(0).waitForStart();
        assertTrue(begun.await(2, TimeUnit.MINUTES));
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("[Hyper-V] node-2: restored", run);
        assertNothingIsHeld();
    }

    @Test
    void anAbortWhileItTakesGivesBackFirst() throws Exception {
        wrapper("silent");
        FreeStyleBuild run = job.scheduleBuild2(0).waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
        run.doStop();
        jenkins.waitForMessage("gives back now: silent", run);
        lab.heal("silent");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertNothingIsHeld();
    }

    @Test
    void aSecondAbortLeavesGivingBackToTheUsualPath() throws Exception {
        wrapper("silent");
        FreeStyleBuild run = job.scheduleBuild2(0).waitForStart();
        // the VM runs: giving it back has no end before its guest answers
        jenkins.waitForMessage("waits until the VM is ready", run);
        run.doStop();
        lab.awaitState(JournalEntry.State.RETURNING);
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("giving it back goes on", run);
        lab.heal("silent");
        lab.awaitNothingOwed();
        assertNothingIsHeld();
    }

    @Test
    void whatCannotBeTakenFailsTheBuildBeforeItsSteps() throws Exception {
        wrapper("missing");
        builds(HypervNestedWrapperJenkinsTest::tell);
        FreeStyleBuild run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("missing", run);
        jenkins.assertLogNotContains("in lab-host", run);
        assertEquals(List.of(), Journal.get().openEntries());
    }

    /** A build whose steps take the host out of the configuration. */
    private void buildsWithoutItsHost(Result result) throws Exception {
        builds((build, listener) -> {
            HypervNestedConfiguration.get().setHosts(List.of());
            return true;
        });
        FreeStyleBuild run = jenkins.buildAndAssertStatus(result, job);
        jenkins.assertLogContains("node-2 is not given back", run);
        lab.awaitState(JournalEntry.State.STUCK);
    }

    @Test
    void whatCannotBeGivenBackFailsTheBuild() throws Exception {
        wrapper("node-2");
        buildsWithoutItsHost(Result.FAILURE);
    }

    @Test
    void whatCannotBeGivenBackMakesTheBuildUnstableWhereThatIsSaid() throws Exception {
        wrapper("node-2").setOnRollbackFailure(RollbackFailure.UNSTABLE);
        buildsWithoutItsHost(Result.UNSTABLE);
    }

    @Test
    void whatCouldNotBeGivenBackIsAsSoonAsTheHostIsThereAgain() throws Exception {
        wrapper("node-2");
        List<HypervHost> hosts = HypervNestedConfiguration.get().getHosts();
        buildsWithoutItsHost(Result.FAILURE);
        HypervNestedConfiguration.get().setHosts(hosts);
        lab.awaitNothingOwed();
        assertNothingIsHeld();
    }

    @Test
    void aBuildWhoseRecordCannotBeSavedTakesNothing() throws Exception {
        wrapper("node-2");
        FreeStyleBuild run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("build.xml", run);
        assertEquals(List.of(), Journal.get().entries());
        assertNothingIsHeld();
    }

    /** Puts something in the place of the build's record. */
    @TestExtension("aBuildWhoseRecordCannotBeSavedTakesNothing")
    public static final class Obstacle extends RunListener<FreeStyleBuild> {
        @Override
        public void onStarted(FreeStyleBuild build, TaskListener listener) {
            assertTrue(build.getRootDir()
                    .toPath()
                    .resolve("build.xml/obstacle")
                    .toFile()
                    .mkdirs());
        }
    }
}
