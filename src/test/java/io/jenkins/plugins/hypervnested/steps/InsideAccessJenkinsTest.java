package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a run may not have or touch inside a machine stops a step before anything is sent. */
@WithJenkins
class InsideAccessJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private JenkinsRule jenkins;
    private JenkinsLab lab;

    @BeforeEach
    void start(JenkinsRule rule, @TempDir Path folder) {
        jenkins = rule;
        lab = JenkinsLab.create(rule, folder);
    }

    private WorkflowJob job(String id) throws Exception {
        return lab.job("job", "hypervNat host: 'lab-host', vm: 'node-1', guestCredentialsId: '" + id + "'");
    }

    @Test
    void credentialsThatTheRunHasNotStopTheStep() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job("unknown"));
        jenkins.assertLogContains("No credentials \"unknown\"", run);
        assertTrue(Journal.get().entries().isEmpty());
    }

    @Test
    void credentialsForJenkinsItselfStopTheStep() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "host", "", "admin", "p"));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job("host"));
        jenkins.assertLogContains("No credentials \"host\"", run);
    }

    @Test
    void aUsersOwnCredentialsStopTheStep() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        User alice = User.getById("alice", true);
        try (ACLContext as = ACL.as2(alice.impersonate2())) {
            CredentialsProvider.lookupStores(alice)
                    .iterator()
                    .next()
                    .addCredentials(
                            Domain.global(),
                            new UsernamePasswordCredentialsImpl(CredentialsScope.USER, "own", "", "alice", "p"));
        }
        WorkflowJob job = job("GUEST");
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "GUEST", "", "", StandardUsernamePasswordCredentials.class.getName(), true)));
        WorkflowRun run = jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause("alice")),
                        new ParametersAction(new CredentialsParameterValue("GUEST", "own", "", false))));
        jenkins.assertLogContains("are a user's own", run);
        assertTrue(Journal.get().entries().isEmpty());
    }

    @Test
    void theNetworkOfAHostItselfIsForJobsOnlyWhereAnAdministratorSaysSo() throws Exception {
        lab.reconfigure(host -> host.setAllowOwnNetwork(false));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, lab.job("job", "hypervNat host: 'lab-host'"));
        jenkins.assertLogContains("The network of the Hyper-V host \"lab-host\" itself may not be changed", run);
        assertTrue(Journal.get().entries().isEmpty());
    }

    @Test
    void aGuestOfTheHostsOwnNetworkHasToBeAnAllowedVm() throws Exception {
        lab.reconfigure(host -> host.setAllowedVms("lab-*"));
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                lab.job(
                        "job",
                        "hypervNat host: 'lab-host', guestCredentialsId: 'any',"
                                + " guests: [[vm: 'node-1', address: '192.168.100.2']]"));
        jenkins.assertLogContains("The VM \"node-1\" on the Hyper-V host \"lab-host\" may not be touched", run);
    }

    @Test
    void aGuestOfTheHostsOwnNetworkIsNotLetThroughByItsId() throws Exception {
        lab.reconfigure(host -> host.setAllowedVms("lab-*"));
        String id = lab.vm("node-1").id();
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                lab.job(
                        "job",
                        "hypervNat host: 'lab-host', guestCredentialsId: 'any'," + " guests: [[vm: '" + id
                                + "', address: '192.168.100.2']]"));
        jenkins.assertLogContains("may not be touched", run);
    }
}
