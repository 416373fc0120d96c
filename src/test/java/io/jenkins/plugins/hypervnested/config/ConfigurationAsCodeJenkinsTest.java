package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.hypervnested.powershell.Endpoint.WinRm.Authentication;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ConfigurationAsCodeJenkinsTest {

    @TempDir
    private Path folder;

    private static void apply(Path file) throws ConfiguratorException {
        ConfigurationAsCode.get().configure(file.toUri().toString());
    }

    private void apply(String yaml) throws Exception {
        Path file = Files.createTempFile(folder, "hosts", ".yaml");
        Files.writeString(file, yaml);
        apply(file);
    }

    private void applyHosts() throws ConfiguratorException {
        ConfigurationAsCode.get().configure(getClass().getResource("hosts.yaml").toExternalForm());
    }

    private static HypervHost host(String id) {
        return HypervNestedConfiguration.get().hostById(id).orElseThrow();
    }

    @Test
    void aHostBehindWinRmIsRead(JenkinsRule jenkins) throws Exception {
        applyHosts();
        HypervHost expected = Hosts.filled(Hosts.winRm("lab-host"));
        expected.setId("lab-by-winrm");
        jenkins.assertEqualDataBoundBeans(expected, host("lab-by-winrm"));
        WinRmTransport transport =
                assertInstanceOf(WinRmTransport.class, host("lab-by-winrm").getTransport());
        assertEquals(Authentication.KERBEROS, transport.getAuthentication());
    }

    @Test
    void aHostBehindSshIsRead(JenkinsRule jenkins) throws Exception {
        applyHosts();
        jenkins.assertEqualDataBoundBeans(
                Hosts.ssh("研究室のホスト").getTransport(), host("lab-by-ssh").getTransport());
    }

    @Test
    void aHostThatIsItsAgentIsRead(JenkinsRule jenkins) throws Exception {
        applyHosts();
        assertInstanceOf(LocalTransport.class, host("lab-itself").getTransport());
        assertEquals(List.of("lab-agent"), host("lab-itself").agentNames());
    }

    @Test
    void whatIsExportedIsReadBackAsItWas(JenkinsRule jenkins) throws Exception {
        applyHosts();
        List<HypervHost> before = HypervNestedConfiguration.get().getHosts();
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        int start = yaml.indexOf("  hypervNested:\n");
        assertTrue(start > 0, yaml);
        String ours = yaml.substring(start)
                .lines()
                .skip(1)
                .takeWhile(l -> l.startsWith("    "))
                .reduce("unclassified:\n  hypervNested:\n", (all, line) -> all + line + "\n");
        HypervNestedConfiguration.get().setHosts(List.of());
        apply(ours);
        jenkins.assertEqualDataBoundBeans(
                before, HypervNestedConfiguration.get().getHosts());
    }

    @Test
    void aFileWithoutIdsGivesTheSameIdsAgain(JenkinsRule jenkins) throws Exception {
        String yaml = """
                unclassified:
                  hypervNested:
                    hosts:
                      - name: "lab-host"
                        agents: "relay-1"
                        transport: "local"
                """;
        apply(yaml);
        String id = HypervNestedConfiguration.get().getHosts().get(0).getId();
        apply(yaml);
        assertEquals(id, HypervNestedConfiguration.get().getHosts().get(0).getId());
    }

    @Test
    void aNameThatStandsTwiceIsRefused(JenkinsRule jenkins) {
        String yaml = """
                unclassified:
                  hypervNested:
                    hosts:
                      - name: "lab-host"
                        transport: "local"
                      - name: "lab-host"
                        transport: "local"
                """;
        assertThrows(Exception.class, () -> apply(yaml));
        assertEquals(List.of(), HypervNestedConfiguration.get().getHosts());
    }
}
