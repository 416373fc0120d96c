package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.jenkins.NestedScene;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.machine.SimulatedPicture;
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

/** Blocks with networks inside VMs, and with machines of several hosts. */
@WithJenkins
class WithNestedMachinesJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private static final String NAT = """
            nat: [guestCredentialsId: 'l1', start: true,
                  guests: [[vm: 'n1', address: '192.168.100.2', connect: true, credentialsId: 'l2']]]""";

    private JenkinsRule jenkins;
    private JenkinsLab lab;
    private String before;

    @BeforeEach
    void start(JenkinsRule rule, @TempDir Path folder) throws Exception {
        jenkins = rule;
        lab = JenkinsLab.create(
                rule,
                folder,
                NestedScene.host().vm("node-2", vm -> JenkinsLab.quick(vm).off()));
        lab.agent("hyperv");
        NestedScene.credentials();
        HypervHost first = HypervNestedConfiguration.get().findHost("lab-host").orElseThrow();
        HypervHost second = new HypervHost("other-host", new LocalTransport());
        second.setAgents("hyperv");
        second.setAllowedJobs("*");
        second.setAllowedVms("node-*");
        HypervNestedConfiguration.get().setHosts(List.of(first, second));
        before = picture();
    }

    private String picture() {
        return lab.host().use(SimulatedPicture::of);
    }

    private List<String> wanted() {
        return Journal.get().entries().stream()
                .map(entry -> entry.getShownName() + ' ' + entry.getWanted())
                .toList();
    }

    @Test
    void whatIsInsideComesAfterTheVmAndGoesBeforeIt() throws Exception {
        lab.host()
                .change(host -> host.vm("node-1")
                        .nesting(false)
                        .inside()
                        .role(role -> role.absent().installMillis(300).configureMillis(500)));
        before = picture();
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                withHypervNested(host: 'lab-host', vm: 'node-1', macSpoofing: true, install: true,
                    guestCredentialsId: 'l1', %s) {
                  echo "net $HYPERV_NAT_SWITCH $HYPERV_NAT_NAME $HYPERV_NAT_PREFIX $HYPERV_NAT_GATEWAY"
                  echo "guests $HYPERV_NAT_GUESTS $HYPERV_NAT_ADDRESSES"
                }
                echo "after ${hypervNestedHeld()}"
                """.formatted(NAT)));
        jenkins.assertLogContains("net VmNAT LocalNAT 192.168.100.0/24 192.168.100.1", run);
        jenkins.assertLogContains("guests n1 192.168.100.2", run);
        jenkins.assertLogContains("after []", run);
        assertEquals(List.of("node-1 on", "node-1 role", "node-1 nat VmNAT 192.168.100.0/24"), wanted());
        assertEquals(before, picture());
        assertEquals(List.of(), Journal.get().openEntries());
    }

    @Test
    void machinesOfSeveralHostsAreTakenSideBySide() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                withHypervNested(machines: [[host: 'lab-host', vm: 'node-1', %s],
                                            [host: 'other-host', vm: 'node-2', start: true]]) {
                  echo "first $HYPERV_HOST $HYPERV_VM of $HYPERV_VMS, $HYPERV_NAT_GATEWAY"
                  echo "each $HYPERV_HOST_1 $HYPERV_VM_1 $HYPERV_NAT_GATEWAY_1, $HYPERV_HOST_2 $HYPERV_VM_2"
                }
                echo "after ${hypervNestedHeld()}"
                """.formatted(NAT)));
        jenkins.assertLogContains("first lab-host node-1 of node-1,node-2, 192.168.100.1", run);
        jenkins.assertLogContains("each lab-host node-1 192.168.100.1, other-host node-2", run);
        jenkins.assertLogContains("after []", run);
        assertEquals(before, picture());
    }

    @Test
    void whenOneMachineFailsTheOthersAreGivenBackBeforeTheBlockFails() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, lab.job("job", """
                try {
                  withHypervNested(machines: [[host: 'lab-host', vm: 'node-1', %s],
                                              [host: 'other-host', vm: 'secret']]) { echo 'never' }
                } catch (e) {
                  echo "holds ${hypervNestedHeld()}"
                  throw e
                }
                """.formatted(NAT)));
        jenkins.assertLogContains("holds []", run);
        jenkins.assertLogNotContains("never", run);
        assertEquals(before, picture());
    }

    @Test
    void aWrongCredentialInsideFailsTheBlockAndNothingIsLeft() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, lab.job("job", """
                withHypervNested(host: 'lab-host', vm: 'node-1', %s) { echo 'never' }
                """.formatted(NAT.replace("'l2'", "'l1'"))));
        jenkins.assertLogContains("gives back now: node-1", run);
        assertEquals(List.of(), Journal.get().openEntries());
        assertEquals(before, picture());
    }

    @Test
    void anInnerBlockOfTheSameVmLeavesTheOuterOnesNetwork() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                withHypervNested(host: 'lab-host', vm: 'node-1', %1$s) {
                  withHypervNested(host: 'lab-host', vm: 'node-1') { echo "inner ${hypervNestedHeld()*.wanted}" }
                  withHypervNested(host: 'lab-host', vm: 'node-1', %1$s) {
                    echo "innermost ${hypervNestedHeld()*.wanted}"
                  }
                  echo "outer ${hypervNestedHeld()*.wanted}"
                }
                echo "after ${hypervNestedHeld()}"
                """.formatted(NAT)));
        String nat = "nat VmNAT 192.168.100.0/24";
        jenkins.assertLogContains("inner [on, " + nat + ", on]", run);
        jenkins.assertLogContains("innermost [on, " + nat + ", on, " + nat + "]", run);
        jenkins.assertLogContains("outer [on, " + nat + "]", run);
        jenkins.assertLogContains("after []", run);
        assertEquals(before, picture());
    }

    @Test
    void aNetworkThatTheBodyMadeGoesWithTheVm() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                withHypervNested(host: 'lab-host', vm: 'node-1') {
                  hypervNat host: 'lab-host', vm: 'node-1', guestCredentialsId: 'l1'
                }
                echo "after ${hypervNestedHeld()}"
                """));
        jenkins.assertLogContains("after []", run);
        assertEquals(before, picture());
    }

    @Test
    void argumentsThatMakeNoSenseAreRefusedBeforeAnythingIsTaken() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(lab.job("job", """
                def refused(c) { try { c() } catch (e) { echo "refused: ${e.message}" } }
                refused { withHypervNested(host: 'lab-host', machines: [[host: 'lab-host', vm: 'node-1']]) { } }
                refused { withHypervNested(machines: [[host: 'lab-host', vm: 'node-1'],
                                                      [host: 'lab-host', vms: ['node-2', 'node-1']]]) { } }
                refused { withHypervNested(host: 'lab-host') { } }
                refused { withHypervNested(host: 'lab-host', vm: 'node-1', nat: [:]) { } }
                refused { withHypervNested(host: 'lab-host', vm: 'node-1', rollback: false) { } }
                """));
        assertTrue(Journal.get().entries().isEmpty());
        jenkins.assertLogContains("not in both places", run);
        jenkins.assertLogContains("The VM node-1 is named twice", run);
        jenkins.assertLogContains("exactly one of vm and vms", run);
        jenkins.assertLogContains("Give the credentials of an administrator of the guest", run);
        jenkins.assertLogContains("rollback", run);
    }
}
