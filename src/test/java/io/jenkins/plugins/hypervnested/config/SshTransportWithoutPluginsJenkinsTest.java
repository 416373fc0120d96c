package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins without the plugins that SSH needs. */
class SshTransportWithoutPluginsJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension real =
            new RealJenkinsExtension().omitPlugins("ssh-credentials", "mina-sshd-api-core", "mina-sshd-api-common");

    @Test
    void aSavedHostStaysAndSaysWhatToInstall() throws Throwable {
        real.then(SshTransportWithoutPluginsJenkinsTest::save, SshTransportWithoutPluginsJenkinsTest::submitForm);
        real.then(SshTransportWithoutPluginsJenkinsTest::assertKept);
    }

    private static void save(JenkinsRule jenkins) {
        HypervNestedConfiguration.get().setHosts(List.of(Hosts.ssh("lab-host")));
    }

    private static void submitForm(JenkinsRule jenkins) throws Exception {
        HtmlPage page = jenkins.createWebClient().goTo("manage/configure");
        assertTrue(page.asNormalizedText().contains("Mina SSHD API"), page.asNormalizedText());
        jenkins.submit(page.getFormByName("config"));
        assertKept(jenkins);
    }

    private static void assertKept(JenkinsRule jenkins) throws Exception {
        HostTransport transport = HypervNestedConfiguration.get()
                .findHost("lab-host")
                .orElseThrow()
                .getTransport();
        jenkins.assertEqualDataBoundBeans(Hosts.ssh("lab-host").getTransport(), transport);
        assertFalse(
                assertThrows(TransportException.class, () -> transport.open()).isCredentialsGone());
    }
}
