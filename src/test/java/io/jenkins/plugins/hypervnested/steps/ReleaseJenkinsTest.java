package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A run looks at what it holds and gives it back while it goes on. */
@WithJenkins
class ReleaseJenkinsTest {

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

    @Test
    void whatIsHeldIsToldGivenBackAndCanBeAskedForAgain() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                hypervNestedEnable host: 'lab-host', vms: ['node-1', 'node-2']
                def held = hypervNestedHeld()
                echo "holds ${held.collect { it.host + ' ' + it.vm + ' ' + it.wanted + ' ' + it.state }.sort()}"
                echo "first ${held[0].aspects.find { it.aspect == 'nesting' }.first}"
                def back = hypervNestedRelease host: 'lab-host', vm: 'node-1'
                echo "back ${back.released} ${back.passedOn} ${back.stuck}"
                echo "still ${hypervNestedHeld()*.vm}"
                echo "again ${hypervNestedEnable(host: 'lab-host', vm: 'node-1').before.nesting}"
                echo "all ${hypervNestedRelease().released.sort()}, then ${hypervNestedHeld()}"
                echo "nothing ${hypervNestedRelease()}"
                """));
        jenkins.assertLogContains("holds [lab-host node-1 on HELD, lab-host node-2 on HELD]", run);
        jenkins.assertLogContains("first off", run);
        jenkins.assertLogContains("[Hyper-V] gives back now: node-1", run);
        jenkins.assertLogContains("[Hyper-V] node-1: restored", run);
        jenkins.assertLogContains("back [node-1] [] []", run);
        jenkins.assertLogContains("still [node-2]", run);
        jenkins.assertLogContains("again false", run);
        jenkins.assertLogContains("all [node-1, node-2], then []", run);
        jenkins.assertLogContains("nothing to give back", run);
        jenkins.assertLogContains("nothing [released:[], passedOn:[], stuck:[]]", run);
        jenkins.assertLogNotContains("will be given back", run);
        assertTrue(Journal.get().openEntries().isEmpty());
        assertFalse(lab.vm("node-1").nesting());
        assertEquals("Running", lab.vm("node-1").platformState());
    }

    @Test
    void whatAnotherRunHoldsIsNeitherToldNorGivenBack() throws Exception {
        WorkflowRun other = lab.job("other", "hypervNestedEnable host: 'lab-host', vm: 'silent', start: true")
                .scheduleBuild2(0)
                .waitForStart();
        lab.awaitState(JournalEntry.State.HELD);
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                lab.job("job", "echo \"${hypervNestedHeld()} ${hypervNestedRelease()}\""));
        jenkins.assertLogContains("[] [released:[], passedOn:[], stuck:[]]", run);
        assertEquals(JournalEntry.State.HELD, Journal.get().openEntries().get(0).getState());
        lab.heal("silent");
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(other));
        lab.awaitNothingOwed();
    }

    @Test
    void whatGetsStuckMakesTheRunUnstableWhereItSaysSo() throws Exception {
        WorkflowRun run = lab.job("job", """
                hypervNestedEnable host: 'lab-host', vm: 'node-2'
                echo 'held'
                waitUntil(quiet: true) { currentBuild.description == 'removed' }
                def back = hypervNestedRelease onRollbackFailure: 'UNSTABLE'
                echo "stuck ${back.stuck.vm}"
                """).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("held", run);
        HypervNestedConfiguration.get().setHosts(List.of());
        run.setDescription("removed");
        jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("node-2 is not given back", run);
        jenkins.assertLogContains("stuck [node-2]", run);
    }

    @Test
    void anAbortEndsSoonAndWhatIsUnderWayGoesOn() throws Exception {
        WorkflowRun run = lab.job("job", """
                hypervNestedEnable host: 'lab-host', vm: 'silent', start: true, waitFor: 'RUNNING'
                hypervNestedRelease()
                """).scheduleBuild2(0).waitForStart();
        lab.awaitState(JournalEntry.State.RETURNING);
        long begun = System.nanoTime();
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.toMillis() < 60_000, "it took " + took);
        jenkins.assertLogContains("giving it back goes on", run);
        lab.heal("silent");
        lab.awaitNothingOwed();
        assertFalse(lab.vm("silent").nesting());
    }

    @Test
    void aTimeoutThatComesFirstFailsTheStep() throws Exception {
        WorkflowRun run =
                jenkins.assertBuildStatus(Result.FAILURE, lab.job("job", """
                hypervNestedEnable host: 'lab-host', vm: 'silent', start: true, waitFor: 'RUNNING'
                hypervNestedRelease timeout: 1, unit: 'SECONDS', onRollbackFailure: 'IGNORE'
                """).scheduleBuild2(0));
        jenkins.assertLogContains("Not everything was given back in 1 s", run);
        lab.heal("silent");
        lab.awaitNothingOwed();
    }

    @Test
    void whatIsNotNamedIsNotWrittenAndTheRestIsWrittenAgain() throws Exception {
        DescribableModel<HypervNestedReleaseStep> model = new DescribableModel<>(HypervNestedReleaseStep.class);
        for (Map<String, Object> arguments : List.<Map<String, Object>>of(
                Map.of(),
                Map.of(
                        "host",
                        "lab-host",
                        "vm",
                        "node-1",
                        "onRollbackFailure",
                        "IGNORE",
                        "timeout",
                        3,
                        "unit",
                        "HOURS"))) {
            HypervNestedReleaseStep step = model.instantiate(arguments, null);
            assertEquals(arguments, DescribableModel.uninstantiate2_(step).getArguments());
        }
    }

    @Test
    void theFormIsCheckedAndEveryFieldHasHelp() throws Exception {
        HypervNestedReleaseStep.DescriptorImpl form =
                ExtensionList.lookupSingleton(HypervNestedReleaseStep.DescriptorImpl.class);
        var job = lab.job("job", "");
        assertEquals(2, form.doFillHostItems(job, "").size());
        assertEquals(3, form.doFillOnRollbackFailureItems().size());
        assertEquals(FormValidation.Kind.OK, form.doCheckHost(job, "").kind);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckHost(job, "other").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckVm(job, "node-1", "lab-host").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckVm(job, "node-1", "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckTimeout(job, "0", "MINUTES").kind);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            String page = web.getPage(job, "pipeline-syntax").getWebResponse().getContentAsString();
            assertTrue(page.contains(HypervNestedReleaseStep.class.getName()), "the step is not offered");
            assertTrue(page.contains(HypervNestedHeldStep.class.getName()), "the step is not offered");
            for (String field : List.of("host", "vm", "onRollbackFailure", "timeout", "unit")) {
                web.goTo("descriptor/" + HypervNestedReleaseStep.class.getName() + "/help/" + field, "text/html");
            }
            web.goTo("descriptor/" + HypervNestedReleaseStep.class.getName() + "/help", "text/html");
            web.goTo("descriptor/" + HypervNestedHeldStep.class.getName() + "/help", "text/html");
        }
    }
}
