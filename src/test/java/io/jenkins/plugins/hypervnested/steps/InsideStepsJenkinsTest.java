package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.NestedScene;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import io.jenkins.plugins.hypervnested.journal.StuckReason;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Pipelines that work inside a VM, and inside VMs in it. */
@WithJenkins
class InsideStepsJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private Path folder;
    private String before;

    @BeforeEach
    void start(JenkinsRule rule, @TempDir Path temporary) throws Exception {
        jenkins = rule;
        folder = temporary;
        Remover.removes = false;
        lab = JenkinsLab.create(rule, folder, NestedScene.host());
        lab.agent("hyperv");
        NestedScene.credentials();
        before = picture();
    }

    private String picture() {
        return lab.host().use(SimulatedPicture::of);
    }

    private WorkflowRun success(String name, String script) throws Exception {
        return jenkins.buildAndAssertSuccess(lab.job(name, script));
    }

    @Test
    void aPipelineDoesThePagesWholeListAndEverythingIsAsItWasAfterIt() throws Exception {
        lab.host()
                .change(host -> host.vm("node-1")
                        .nesting(false)
                        .inside()
                        .role(role -> role.absent().installMillis(300).configureMillis(500)));
        before = picture();
        WorkflowRun run = success("job", """
                hypervNestedEnable host: 'lab-host', vm: 'node-1', macSpoofing: true
                hypervNestedInstall host: 'lab-host', vm: 'node-1', guestCredentialsId: 'l1', rollback: true
                """ + NestedScene.NETWORK);
        jenkins.assertLogContains("The Hyper-V role was installed and runs, read back.", run);
        jenkins.assertLogContains("changed true, gateway 192.168.100.1, 192.168.100.3", run);
        lab.awaitNothingOwed();
        assertEquals(before, picture());
        List<JournalEntry> entries = Journal.get().entries();
        assertEquals(3, entries.size());
        assertEquals(2, entries.get(0).getDependsOn().size());
    }

    private JournalEntry only(String wanted) {
        return Journal.get().entries().stream()
                .filter(entry -> entry.getWanted().startsWith(wanted))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNetworkIsGivenBackWhenTheRunEnds() throws Exception {
        WorkflowRun run = success("job", NestedScene.NETWORK);
        jenkins.assertLogContains("The network is there, read back: 'LocalNAT' 192.168.100.0/24", run);
        lab.awaitNothingOwed();
        assertEquals(before, picture());
        assertEquals(
                List.of("node-1", "node-1 > n1", "node-1 > n2"),
                only("nat").getAspects().stream()
                        .map(aspect -> aspect.getPlace().path())
                        .filter(path -> !path.isEmpty())
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void thePasswordsOfGuestsAreNowhereOnDiskNorInTheLog() throws Exception {
        WorkflowRun run = success("job", NestedScene.NETWORK);
        lab.awaitNothingOwed();
        for (String secret : List.of("secret-of-l1-admin", "secret-of-l2-admin")) {
            jenkins.assertLogNotContains(secret, run);
            assertEquals(
                    List.of(),
                    SecretsOnDiskJenkinsTest.filesWith(
                            jenkins.jenkins.getRootDir().toPath(), secret));
            assertEquals(List.of(), SecretsOnDiskJenkinsTest.filesWith(folder, secret));
        }
    }

    @Test
    void aHostItselfGetsANetworkForItsVms() throws Exception {
        WorkflowRun run = success("job", """
                def r = hypervNat host: 'lab-host', guestCredentialsId: 'l1', start: true,
                    guests: [[vm: 'node-1', address: '192.168.100.2', connect: true]]
                echo "of ${r.vms.keySet()}, changed ${r.changed}"
                """);
        jenkins.assertLogContains("of [LAB-HOST], changed true", run);
        lab.awaitNothingOwed();
        assertEquals(before, picture());
    }

    @Test
    void aNetworkThatIsThereIsNotMadeAgain() throws Exception {
        WorkflowRun run = success("job", NestedScene.NETWORK + NestedScene.NETWORK.replace("def r", "r"));
        jenkins.assertLogContains("The network was there as wanted already, nothing was changed", run);
        lab.awaitNothingOwed();
        assertEquals(before, picture());
    }

    @Test
    void aFailureInsideIsPutBackWithinTheStep() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                lab.job("job", NestedScene.NETWORK.replace("credentialsId: 'l2'", "credentialsId: 'l1'")));
        jenkins.assertLogContains("Puts everything back as it was", run);
        lab.awaitNothingOwed();
        assertEquals(before, picture());
    }

    @Test
    void credentialsThatWereRemovedHoldUpWhatIsInsideAndTheVmUntilTheyAreBack() throws Exception {
        Remover.removes = true;
        success("job", "hypervNestedEnable host: 'lab-host', vm: 'node-1'\n" + NestedScene.NETWORK);
        lab.awaitState(JournalEntry.State.STUCK, 2);
        assertEquals(StuckReason.CREDENTIALS_GONE, only("nat").getStuckReason());
        assertEquals(StuckReason.WAITS_FOR, only("on").getStuckReason());
        NestedScene.credentials();
        Rollback.get().retry(only("nat").getId(), "admin");
        lab.awaitNothingOwed();
        assertEquals(before, picture());
    }

    /** Takes all credentials away when a run is complete, before anything is given back. */
    @TestExtension
    public static final class Remover extends RunListener<Run<?, ?>> {

        static boolean removes;

        @Override
        public void onCompleted(Run<?, ?> run, TaskListener listener) {
            if (removes) {
                SystemCredentialsProvider.getInstance().getCredentials().clear();
            }
        }
    }
}
