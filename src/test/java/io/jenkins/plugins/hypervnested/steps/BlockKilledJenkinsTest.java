package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.RealLab;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins is killed while blocks take, work and give back, and while a build that is no Pipeline works in its wrapper. */
class BlockKilledJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path folder;

    private RealLab lab;

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void blocksGoOnAfterAKillAndAWrapperIsGivenBack() throws Throwable {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm("taking", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                .vm("working", JenkinsLab::quick)
                .vm("giving", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                .vm("wrapped", vm -> JenkinsLab.quick(vm).off());
        String before = SimulatedPicture.of(host);
        lab = RealLab.create(jenkins, agents, folder, host);
        lab.start();
        lab.agent("hyperv");
        lab.run(BlockKilledJenkinsTest::begin, folder.toString());
        lab.kill();
        assertEquals(
                Map.of("taking", "HELD", "working", "HELD", "giving", "RETURNING", "wrapped", "HELD"), lab.states());
        lab.awaitNoPowerShell();
        lab.start();
        lab.host().change(now -> {
            now.vm("taking").comesToItself();
            now.vm("giving").comesToItself();
        });
        lab.run(BlockKilledJenkinsTest::end, folder.toString());
        SimulatedHost after = lab.host().look();
        assertEquals(before, SimulatedPicture.of(after));
        assertEquals(List.of(), SimulatedPicture.leases(after));
        assertEquals(4, lab.journal().size());
        for (String job : lab.states().keySet()) {
            assertTrue(lab.entryOf(job).contains("<state>RETURNED</state>"), lab.entryOf(job));
            List<String> changes = after.changes();
            assertEquals(1, Collections.frequency(changes, "expose off " + job), changes::toString);
        }
    }

    // ---- inside of Jenkins

    private static void begin(JenkinsRule rule, String folder) throws Exception {
        JenkinsLab lab = JenkinsLab.resume(rule, Path.of(folder));
        lab.configure(new LocalTransport());
        wrapped(rule);
        block(lab, "taking", ", start: true", "echo 'inside'");
        block(lab, "giving", ", start: true, waitFor: 'RUNNING'", "error 'its body fails'");
        lab.awaitState(JournalEntry.State.RETURNING, 1);
        rule.waitForMessage("inside", block(lab, "working", "", "echo 'inside'; sleep 20; echo 'still'"));
        lab.awaitState(JournalEntry.State.HELD, 3);
    }

    private static WorkflowRun block(JenkinsLab lab, String vm, String more, String body) throws Exception {
        return lab.job(
                        vm,
                        "withHypervNested(host: 'lab-host', vm: '" + vm + "'" + more + ") { " + body
                                + " }; echo \"after ${hypervNestedHeld()}\"")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void wrapped(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject("wrapped");
        NestedMachine machine = new NestedMachine("lab-host");
        machine.setVm("wrapped");
        job.getBuildWrappersList().add(new HypervNestedWrapper(List.of(machine)));
        job.getBuildersList().add(new Works());
        rule.waitForMessage("its step has begun", job.scheduleBuild2(0).waitForStart());
        // the step is a class of this test, with which Jenkins could not load the job again
        job.getBuildersList().clear();
        job.save();
    }

    /** A build step that has no end. */
    private static final class Works extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException {
            listener.getLogger().println("its step has begun");
            new CountDownLatch(1).await();
            return true;
        }
    }

    private static void end(JenkinsRule rule, String folder) throws Exception {
        JenkinsLab lab = JenkinsLab.resume(rule, Path.of(folder));
        rule.assertLogContains("after []", ended(rule, "taking", Result.SUCCESS));
        rule.assertLogContains("still", ended(rule, "working", Result.SUCCESS));
        ended(rule, "giving", Result.FAILURE);
        lab.awaitNothingOwed();
        assertFalse(rule.jenkins
                .getItemByFullName("wrapped", FreeStyleProject.class)
                .getBuildByNumber(1)
                .isBuilding());
    }

    private static WorkflowRun ended(JenkinsRule rule, String job, Result result) throws Exception {
        WorkflowRun run = rule.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
        return rule.assertBuildStatus(result, rule.waitForCompletion(run));
    }
}
