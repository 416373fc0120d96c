package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
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

/** The block as an option of a Declarative Pipeline and of a stage. */
@WithJenkins
class WithNestedDeclarativeJenkinsTest {

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

    private void assertNothingIsHeld() {
        assertEquals(List.of(), Journal.get().openEntries());
        assertFalse(lab.vm("node-1").nesting());
        assertFalse(lab.vm("node-2").nesting());
    }

    @Test
    void anOptionOfThePipelineIsAroundItsStagesAndItsPost() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                pipeline {
                  agent { label 'hyperv' }
                  environment { OF_PIPELINE = 'there' }
                  options {
                    withHypervNested(machines: [[host: 'lab-host', vm: 'node-1', macSpoofing: true], [host: 'lab-host', vm: 'node-2']])
                  }
                  stages { stage('one') { steps { echo "in $HYPERV_VMS holds ${hypervNestedHeld()*.vm}, $OF_PIPELINE" } } }
                  post { always { echo "post $HYPERV_VM holds ${hypervNestedHeld()*.vm}" } }
                }
                """));
        jenkins.assertLogContains("in node-1,node-2 holds [node-1, node-2], there", run);
        jenkins.assertLogContains("post node-1 holds [node-1, node-2]", run);
        jenkins.assertLogContains("the block ends; gives back now: node-1, node-2", run);
        jenkins.assertLogNotContains("will be given back", run);
        assertNothingIsHeld();
    }

    @Test
    void anOptionOfAStageIsAroundThatStageAndItsPostAlone() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, lab.job("job", """
                pipeline {
                  agent none
                  stages {
                    stage('with') {
                      agent { label 'hyperv' }
                      options { withHypervNested(host: 'lab-host', vm: 'node-1') }
                      environment { OF_STAGE = "of $HYPERV_VM" }
                      steps {
                        echo "in $HYPERV_VM, $OF_STAGE"
                        error 'of the stage'
                      }
                      post { failure { echo "stage post holds ${hypervNestedHeld()*.vm}" } }
                    }
                  }
                  post { always { echo "pipeline post holds ${hypervNestedHeld()*.vm}" } }
                }
                """));
        jenkins.assertLogContains("in node-1, of node-1", run);
        jenkins.assertLogContains("stage post holds [node-1]", run);
        jenkins.assertLogContains("pipeline post holds []", run);
        jenkins.assertLogContains("ERROR: of the stage", run);
        assertNothingIsHeld();
    }
}
