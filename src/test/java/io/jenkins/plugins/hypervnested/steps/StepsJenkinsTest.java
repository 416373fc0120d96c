package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class StepsJenkinsTest {

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

    private WorkflowRun success(String script) throws Exception {
        return jenkins.buildAndAssertSuccess(lab.job("job", script));
    }

    private WorkflowRun failure(String script) throws Exception {
        return jenkins.assertBuildStatus(Result.FAILURE, lab.job("job", script).scheduleBuild2(0));
    }

    @Test
    void nestingIsOnForTheRunAndOffAgainAfterIt() throws Exception {
        WorkflowRun run = success("""
                node('hyperv') {
                  def lab = hypervNestedEnable host: 'lab-host', vm: 'node-1'
                  echo "nesting was ${lab.before.nesting}, is ${lab.after.nesting}, verified: ${lab.verified}"
                  echo "changed ${lab.changed} vms ${lab.vms.keySet()}"
                }
                """);
        jenkins.assertLogContains("nesting was false, is true, verified: true", run);
        jenkins.assertLogContains("changed true vms [node-1]", run);
        jenkins.assertLogContains("will be given back", run);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-1").nesting());
        assertEquals("Running", lab.vm("node-1").platformState());
    }

    @Test
    void aStepNeedsNoNodeAndSeveralVmsGoSideBySide() throws Exception {
        WorkflowRun run = success("""
                def lab = hypervNestedEnable host: 'lab-host', vms: ['node-1', 'node-2'], start: true
                echo "on: ${lab.vms['node-1'].after.nesting} ${lab.vms['node-2'].after.nesting} ${lab.vms['node-2'].after.state}"
                """);
        jenkins.assertLogContains("on: true true Running", run);
        lab.awaitNothingOwed();
        assertEquals("Off", lab.vm("node-2").platformState());
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void pagesShowBesideAStepWhichVmsItIsAbout() throws Exception {
        WorkflowRun run = success("""
                hypervNestedCheck host: 'lab-host', vms: ['node-1', 'node-2']
                withHypervNested(machines: [[host: 'lab-host', vm: 'node-1'], [host: 'lab-host', vm: 'node-2']]) {
                  hypervNestedRelease()
                }
                """);
        Map<String, String> shown = new HashMap<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            String arguments = ArgumentsAction.getStepArgumentsAsString(node);
            if (arguments != null) {
                shown.put(node.getDisplayFunctionName(), arguments);
            }
        }
        assertEquals(
                Map.of(
                        "hypervNestedCheck", "node-1, node-2 (lab-host)",
                        "withHypervNested", "node-1 (lab-host), node-2 (lab-host)"),
                shown);
    }

    @Test
    void aNullAmongTheVmsIsToldToTheAuthor() throws Exception {
        WorkflowRun run = failure("hypervNestedCheck host: 'lab-host', vms: ['node-1', null]");
        jenkins.assertLogContains("A VM needs a name or an id", run);
        jenkins.assertLogNotContains("NullPointerException", run);
    }

    @Test
    void aVmThatHadNestingKeepsItAndIsNotRestarted() throws Exception {
        lab.host().change(host -> host.vm("node-2").nesting(true));
        WorkflowRun run = success("echo \"changed ${hypervNestedEnable(host: 'lab-host', vm: 'node-2').changed}\"");
        jenkins.assertLogContains("changed false", run);
        lab.awaitNothingOwed();
        assertTrue(lab.vm("node-2").nesting());
    }

    @Test
    void disableIsTheSameTheOtherWay() throws Exception {
        lab.host().change(host -> host.vm("node-2").nesting(true));
        WorkflowRun run = success("echo \"on ${hypervNestedDisable(host: 'lab-host', vm: 'node-2').after.nesting}\"");
        jenkins.assertLogContains("on false", run);
        lab.awaitNothingOwed();
        assertTrue(lab.vm("node-2").nesting());
    }

    @Test
    void spoofingIsAllowedForTheRunAndForbiddenAgainAfterIt() throws Exception {
        WorkflowRun run = success("""
                def lab = hypervMacSpoof host: 'lab-host', vm: 'node-1', adapters: ['Network Adapter']
                echo "spoofing was ${lab.before.macSpoofing}, is ${lab.after.macSpoofing}, verified: ${lab.verified}"
                """);
        jenkins.assertLogContains(
                "spoofing was [Network Adapter:false], is [Network Adapter:true], verified: true", run);
        jenkins.assertLogContains("MAC address spoofing was changed and read back: 'Network Adapter' on", run);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-1").adapters().get(0).spoofing());
        assertEquals("Running", lab.vm("node-1").platformState());
    }

    @Test
    void enableTakesSpoofingInTheSameRestart() throws Exception {
        WorkflowRun run = success("""
                def lab = hypervNestedEnable host: 'lab-host', vm: 'node-1', macSpoofing: true
                echo "spoofing is ${lab.after.macSpoofing}"
                """);
        jenkins.assertLogContains("spoofing is [Network Adapter:true]", run);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-1").adapters().get(0).spoofing());
        assertFalse(lab.vm("node-1").nesting());
    }

    @Test
    void anAdapterThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        WorkflowRun run = failure("hypervMacSpoof host: 'lab-host', vm: 'node-1', adapters: ['LAN']");
        jenkins.assertLogContains("find network adapter 'LAN' of VM 'node-1': it has 'Network Adapter'", run);
    }

    @Test
    void aCheckChangesNothingAndOwesNothing() throws Exception {
        WorkflowRun run = success(
                "def c = hypervNestedCheck host: 'lab-host', vm: 'node-1'; echo \"state ${c.before.state} ${c.findings.size() >= 0}\"");
        jenkins.assertLogContains("state Running true", run);
        assertTrue(Journal.get().entries().isEmpty());
    }

    @Test
    void aDryRunReturnsThePlanAndOwesNothing() throws Exception {
        WorkflowRun run = success(
                "def d = hypervNestedEnable host: 'lab-host', vm: 'node-1', dryRun: true; echo \"plan of ${d.plan.size()} ${d.dryRun}\"");
        jenkins.assertLogNotContains("plan of 0", run);
        assertFalse(lab.vm("node-1").nesting());
        assertTrue(Journal.get().entries().isEmpty());
    }

    @Test
    void aFailureNamesTheVmAndTheOthersAreFinished() throws Exception {
        WorkflowRun run = failure("hypervNestedEnable host: 'lab-host', vms: ['node-2', 'nobody']");
        jenkins.assertLogContains("nobody", run);
        jenkins.assertLogContains("node-2: nesting was off and is on", run);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void withoutFailFastTheResultSaysWhatFailed() throws Exception {
        WorkflowRun run = success(
                "def r = hypervNestedEnable host: 'lab-host', vms: ['node-2', 'nobody'], failFast: false; echo \"error: ${r.vms.nobody.error}; verified ${r.verified}\"");
        jenkins.assertLogContains("error: find VM 'nobody'", run);
        jenkins.assertLogContains("verified false", run);
        lab.awaitNothingOwed();
    }

    @Test
    void rollbackFalseKeepsTheChangeAndSaysSo() throws Exception {
        WorkflowRun run = success("hypervNestedEnable host: 'lab-host', vm: 'node-2', rollback: false");
        jenkins.assertLogContains("rollback", run);
        jenkins.assertLogContains("kept", run);
        lab.awaitNothingOwed();
        assertTrue(lab.vm("node-2").nesting());
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            String page = web.getPage(run, "hyperv-nested").asNormalizedText();
            assertTrue(page.contains("Kept as it is after the run"), page);
        }
    }

    @Test
    void aFailedRunIsGivenBackLikeAnyOther() throws Exception {
        failure("hypervNestedEnable host: 'lab-host', vm: 'node-2'; error 'the tests failed'");
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void aJobThatTheHostDoesNotNameIsRefused() throws Exception {
        lab.reconfigure(host -> host.setAllowedJobs("other"));
        failure("hypervNestedEnable host: 'lab-host', vm: 'node-2'");
        assertTrue(Journal.get().entries().isEmpty());
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void aVmThatTheHostDoesNotNameIsRefusedAlsoByItsId() throws Exception {
        lab.reconfigure(host -> host.setAllowedVms("node-1"));
        String id = lab.vm("node-2").id();
        WorkflowRun run = failure("hypervNestedEnable host: 'lab-host', vm: '" + id + "'");
        jenkins.assertLogContains("node-2", run);
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void aHostThatIsNotConfiguredIsNamed() throws Exception {
        jenkins.assertLogContains("other-host", failure("hypervNestedEnable host: 'other-host', vm: 'node-2'"));
    }

    @Test
    void twoOfOneRunOnOneVmGoInOrderAlsoAcrossParallel() throws Exception {
        success("""
                parallel a: { hypervNestedEnable host: 'lab-host', vm: 'node-2' },
                         b: { hypervNestedEnable host: 'lab-host', vm: 'node-2', start: true }
                """);
        lab.awaitNothingOwed();
        assertFalse(lab.vm("node-2").nesting());
        assertEquals("Off", lab.vm("node-2").platformState());
    }
}
