package io.jenkins.plugins.hypervnested.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.jenkins.JenkinsLab;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of one guest of a network step. */
@WithJenkins
class GuestFormJenkinsTest {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private WorkflowJob job;
    private NatGuest.DescriptorImpl guest;

    @BeforeEach
    void set(JenkinsRule rule, @TempDir Path folder) throws Exception {
        job = JenkinsLab.create(rule, folder).job("job", "");
        guest = ExtensionList.lookupSingleton(NatGuest.DescriptorImpl.class);
    }

    @Test
    void aGuestsOwnPrefixLengthAndGatewayAreChecked() {
        assertEquals(FormValidation.Kind.OK, guest.doCheckPrefixLength(job, "0").kind);
        assertEquals(FormValidation.Kind.OK, guest.doCheckPrefixLength(job, "16").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckPrefixLength(job, "99").kind);
        assertEquals(FormValidation.Kind.ERROR, guest.doCheckPrefixLength(job, "x").kind);
        assertEquals(FormValidation.Kind.OK, gateway("", "10.0.0.2"));
        assertEquals(FormValidation.Kind.OK, gateway("none", "10.0.0.2"));
        assertEquals(FormValidation.Kind.OK, gateway("10.0.0.9", "10.0.0.2"));
        assertEquals(FormValidation.Kind.ERROR, gateway("10.9.9.9", "10.0.0.2"));
        assertEquals(FormValidation.Kind.ERROR, gateway("nonsense", "10.0.0.2"));
        assertEquals(FormValidation.Kind.OK, gateway("nonsense", ""), "an address that is missing is said there");
    }

    private FormValidation.Kind gateway(String value, String address) {
        return guest.doCheckGateway(job, value, address, "0", "10.0.0.0/24", "").kind;
    }
}
