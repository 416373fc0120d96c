package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.RealLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Jenkins is ended while runs are in every state of the journal at once, and started again. Each job is named after where its entry stands
 * then, and its VM like the job.
 */
class ControllerKilledJenkinsTest {

    private static final List<String> GO_ON = List.of("unsent", "sent", "joined", "entering", "held");

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path folder;

    private RealLab lab;
    private String before;

    @BeforeEach
    void create() {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm("unsent", vm -> JenkinsLab.quick(vm).off())
                .vm("sent", vm -> JenkinsLab.quick(vm).off())
                .vm("joined", vm -> JenkinsLab.quick(vm).off())
                .vm("entering", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                .vm("held", JenkinsLab::quick)
                .vm("returning", vm -> JenkinsLab.quick(vm).off().neverAnswers())
                .vm("stuck", vm -> JenkinsLab.quick(vm).off().refusesShutdown())
                .vm("returned", vm -> JenkinsLab.quick(vm).off());
        before = SimulatedPicture.of(host);
        lab = RealLab.create(jenkins, agents, folder, host);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Goes as far as every state, with the agent {@code hyperv} or on the built-in node. */
    private void begin(boolean builtIn) throws Throwable {
        lab.gates().shut("find", "sent");
        String joined = lab.host().look().vm("joined").id();
        lab.gates().shut("write", joined);
        lab.start();
        if (!builtIn) {
            lab.agent("hyperv");
        }
        lab.absentAgent("late");
        lab.run(ControllerKilledJenkinsTest::configure, builtIn);
        lab.run(ControllerKilledJenkinsTest::startAll, folder.toString());
        lab.gates().awaitReached("find", "sent");
        lab.gates().awaitReached("write", joined);
        lab.run(ControllerKilledJenkinsTest::startLast, folder.toString());
    }

    /** Starts it again, and lets everything come to its end. */
    private void goOn() throws Throwable {
        assertEquals(
                "{entering=HELD, held=HELD, joined=INTENDED, returned=RETURNED, returning=RETURNING, sent=INTENDED,"
                        + " stuck=STUCK, unsent=INTENDED}",
                lab.states().toString());
        lab.gates().openAll();
        lab.awaitNoPowerShell();
        String returned = lab.entryOf("returned");
        lab.start();
        lab.host().change(host -> {
            host.vm("entering").comesToItself();
            host.vm("returning").comesToItself();
            host.vm("stuck").shutsDown();
        });
        lab.startAgent("late");
        lab.run(ControllerKilledJenkinsTest::end, folder.toString());
        assertEquals(returned, lab.entryOf("returned"));
        assertEverythingIsGivenBackOnce();
    }

    private void assertEverythingIsGivenBackOnce() throws Exception {
        SimulatedHost host = lab.host().look();
        assertEquals(before, SimulatedPicture.of(host));
        assertEquals(List.of(), SimulatedPicture.leases(host));
        List<String> changes = host.changes();
        for (String job : lab.states().keySet()) {
            String entry = lab.entryOf(job);
            assertTrue(entry.contains("<state>RETURNED</state>"), entry);
            assertEquals(2, entry.split("Z restored").length, entry);
            for (String change : List.of("expose on ", "expose off ")) {
                assertEquals(1, Collections.frequency(changes, change + job), changes::toString);
            }
        }
        assertEquals(8, lab.journal().size());
    }

    @Test
    void whatAgentsDoIsStoppedByAKillAndGivenBackOnceByTheNextStart() throws Throwable {
        begin(false);
        lab.kill();
        // those at a gate as well, though it is shut
        lab.awaitNoPowerShell();
        // a save that was cut off
        String cut = lab.entryOf("held").substring(0, 200);
        Files.writeString(lab.journalFolder().resolve("held.xml-atomic123tmp"), cut);
        goOn();
        lab.run(ControllerKilledJenkinsTest::assertAllIsReadable);
    }

    @Test
    void whatTheBuiltInNodeDoesDiesWithItAndIsGivenBackOnceByTheNextStart() throws Throwable {
        begin(true);
        lab.kill();
        goOn();
    }

    @Test
    void aStopInOrderLeavesEverythingToTheNextStart() throws Throwable {
        begin(false);
        lab.terminate();
        goOn();
    }

    // ---- inside of Jenkins

    private static void configure(JenkinsRule rule, Boolean builtIn) {
        HypervNestedConfiguration.get()
                .setHosts(List.of(host("lab-host", "hyperv", builtIn), host("late-host", "late", false)));
    }

    private static HypervHost host(String name, String agents, boolean builtIn) {
        HypervHost host = new HypervHost(name, new LocalTransport());
        host.setAgents(agents);
        host.setAllowBuiltIn(builtIn);
        host.setAllowedJobs("*");
        host.setAllowedVms("*");
        return host;
    }

    private static void startAll(JenkinsRule rule, String folder) throws Exception {
        JenkinsLab lab = JenkinsLab.resume(rule, Path.of(folder));
        start(lab, "late-host", "unsent", "");
        start(lab, "lab-host", "sent", "");
        start(lab, "lab-host", "joined", "");
        start(lab, "lab-host", "entering", ", start: true");
        start(lab, "lab-host", "returning", ", start: true, waitFor: 'RUNNING'");
        start(lab, "lab-host", "stuck", ", start: true");
        lab.awaitState(JournalEntry.State.STUCK, 1);
        lab.awaitState(JournalEntry.State.RETURNING, 1);
        lab.awaitState(JournalEntry.State.HELD, 1);
    }

    private static void startLast(JenkinsRule rule, String folder) throws Exception {
        JenkinsLab lab = JenkinsLab.resume(rule, Path.of(folder));
        start(lab, "lab-host", "returned", "");
        JenkinsLab.await(
                () -> Journal.get().entries().stream().anyMatch(e -> e.getState() == JournalEntry.State.RETURNED));
        rule.waitForMessage("is held", start(lab, "lab-host", "held", ""));
    }

    private static WorkflowRun start(JenkinsLab lab, String host, String name, String more) throws Exception {
        String then = name.equals("held") ? "echo 'is held'; sleep 20; " : "";
        return lab.job(
                        name,
                        "hypervNestedEnable host: '" + host + "', vm: '" + name + "'" + more + "; " + then
                                + "echo 'went on'")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void end(JenkinsRule rule, String folder) throws Exception {
        JenkinsLab lab = JenkinsLab.resume(rule, Path.of(folder));
        for (String job : GO_ON) {
            WorkflowRun run =
                    rule.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
            rule.assertBuildStatus(Result.SUCCESS, rule.waitForCompletion(run));
            rule.assertLogContains("went on", run);
        }
        for (JournalEntry entry : Journal.get().openEntries()) {
            if (entry.getState() == JournalEntry.State.STUCK) {
                Rollback.get().retry(entry.getId(), "admin");
            }
        }
        lab.awaitNothingOwed();
    }

    private static void assertAllIsReadable(JenkinsRule rule) {
        assertEquals(List.of(), Journal.get().unreadable());
        assertFalse(Journal.get().isReadOnly());
        assertTrue(Journal.get().frozenReason().isEmpty());
    }
}
