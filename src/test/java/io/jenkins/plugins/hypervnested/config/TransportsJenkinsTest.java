package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.Endpoint.WinRm.Authentication;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TransportsJenkinsTest {

    private static void add(Credentials credentials) {
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
    }

    private static Credentials password(String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, id, "", "administrator", "correct horse");
    }

    @Test
    void winRmTakesItsAccountFromSystemCredentials(JenkinsRule jenkins) throws Exception {
        add(password("lab-account"));
        HostAccess access = Hosts.winRm("lab").getTransport().open();
        assertEquals(
                new Endpoint.WinRm(
                        "", "lab.example.com", 5985, false, Authentication.KERBEROS, "HyperVNested", "administrator"),
                access.endpoint());
    }

    @Test
    void winRmWithoutCredentialsUsesTheAgentsAccount(JenkinsRule jenkins) throws Exception {
        HostAccess access = new WinRmTransport("lab").open();
        assertEquals(
                "", assertInstanceOf(Endpoint.WinRm.class, access.endpoint()).userName());
    }

    @Test
    void sshTakesItsAccountFromAPrivateKey(JenkinsRule jenkins) throws Exception {
        add(new BasicSSHUserPrivateKey(
                CredentialsScope.SYSTEM,
                "lab-key",
                "administrator",
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource("no real key"),
                "",
                ""));
        HostAccess access = Hosts.ssh("lab").getTransport().open();
        assertEquals(
                "administrator",
                assertInstanceOf(Endpoint.Ssh.class, access.endpoint()).userName());
    }

    @Test
    void sshTakesItsAccountFromAPassword(JenkinsRule jenkins) throws Exception {
        add(password("lab-key"));
        assertInstanceOf(
                Endpoint.Ssh.class, Hosts.ssh("lab").getTransport().open().endpoint());
    }

    @Test
    void credentialsThatAreGoneAreSaidToBe(JenkinsRule jenkins) {
        HostTransport transport = Hosts.ssh("lab").getTransport();
        assertTrue(
                assertThrows(TransportException.class, () -> transport.open()).isCredentialsGone());
    }

    @Test
    void aFieldThatMakesNoSenseIsNoReasonToLookForCredentials(JenkinsRule jenkins) throws Exception {
        add(password("lab-key"));
        SshTransport transport = new SshTransport("10.0.0.7", "no key");
        transport.setCredentialsId("lab-key");
        assertFalse(
                assertThrows(TransportException.class, () -> transport.open()).isCredentialsGone());
    }

    @Test
    void nothingThatIsPrintedHoldsTheSecret(JenkinsRule jenkins) throws Exception {
        add(password("lab-account"));
        HostAccess access = Hosts.winRm("lab").getTransport().open();
        String printed = access + " " + access.endpoint() + " " + access.secrets();
        assertFalse(printed.contains("correct horse"), printed);
    }

    @Test
    void onlySshGoesWithoutWindowsOnTheAgent(JenkinsRule jenkins) {
        assertTrue(new LocalTransport().needsWindowsAgent());
        assertTrue(new WinRmTransport("lab").needsWindowsAgent());
        assertFalse(new SshTransport("lab", Hosts.KEY).needsWindowsAgent());
    }
}
