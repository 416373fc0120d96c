package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A run, or its job, goes away while it holds a VM. */
@WithJenkins
class RunGoneJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private String before;
    private WorkflowRun run;

    @BeforeEach
    void hold(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
        before = lab.host().use(SimulatedPicture::of);
        lab.agent("hyperv");
        run = lab.job("job", """
                        hypervNestedEnable host: 'lab-host', vm: 'node-2', start: true
                        sleep 3600
                        """).scheduleBuild2(0).waitForStart();
        // an abort that comes while the step ends is nobody's
        jenkins.waitForMessage("Sleeping for", run);
    }

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        lab.awaitNothingOwed();
        assertEquals(before, lab.host().use(SimulatedPicture::of));
        assertEquals(List.of(), SimulatedPicture.leases(lab.host().look()));
        assertEquals(1, Journal.get().entries().size());
    }

    private void abort() throws Exception {
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
    }

    @Test
    void aRunThatIsDeletedAsSoonAsJenkinsLetsItGoGivesBack() throws Exception {
        assertThrows(IOException.class, run::delete);
        assertEquals(JournalEntry.State.HELD, Journal.get().entries().get(0).getState());
        abort();
        run.delete();
    }

    @Test
    void aJobThatIsDeletedWhileARunHoldsGivesBack() throws Exception {
        run.getParent().delete();
    }

    @Test
    void aJobThatMovesWhileARunHoldsGivesBackWhenTheRunEnds() throws Exception {
        run.getParent().renameTo("elsewhere");
        assertEquals("elsewhere#1", Journal.get().entries().get(0).getRunId());
        abort();
    }
}
