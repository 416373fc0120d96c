package io.jenkins.plugins.hypervnested.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostReportTest {

    /** A host on which everything works, and what can be wrong with it. */
    private static final class Host {
        private String name = "LAB-01";
        private boolean azure;
        private boolean hyperV = true;
        private boolean module = true;
        private boolean exposes = true;
        private boolean administrator = true;
        private boolean process64 = true;
        private String leaseFolderProblem = "";

        private String agent = "agent-7";

        private HostReport report() {
            MachineFacts facts = new MachineFacts(
                    name,
                    "4c4c4544-0000-1000-8000-000000000001",
                    "Contoso",
                    "Server",
                    azure,
                    "GenuineIntel",
                    "X64",
                    20348,
                    true,
                    "Windows Server 2022",
                    "5.1.20348.1",
                    process64,
                    hyperV,
                    module,
                    exposes,
                    true,
                    administrator,
                    "LAB-01\\admin",
                    leaseFolderProblem,
                    new Clock("boot", 1));
            return HostReport.of(new HostProbe.Answer(agent, facts));
        }
    }

    private final Host host = new Host();

    private List<String> problems() {
        return host.report().problems();
    }

    @Test
    void aHostThatCanDoItAllHasNoProblem() {
        assertEquals(List.of(), problems());
    }

    @Test
    void theHeadlineSaysWhatAnsweredAndThroughWhom() {
        String headline = host.report().headline();
        assertTrue(
                List.of("LAB-01", "Windows Server 2022", "20348", "GenuineIntel", "5.1.20348.1", "admin", "agent-7")
                        .stream()
                        .allMatch(headline::contains),
                headline);
    }

    @Test
    void theBuiltInNodeHasNoNameAndIsNamed() {
        host.agent = "";
        assertTrue(host.report().headline().contains(Messages.HostNodes_BuiltInName()));
    }

    @Test
    void anAccountThatIsNoAdministratorIsNamed() {
        host.administrator = false;
        assertEquals(List.of(Messages.HostReport_NotAdministrator("LAB-01\\admin")), problems());
    }

    @Test
    void aMissingModuleIsToldApartFromAServiceThatIsSilent() {
        host.hyperV = false;
        assertEquals(List.of(Messages.HostReport_NoService()), problems());
        host.module = false;
        assertEquals(List.of(Messages.HostReport_NoModule()), problems());
    }

    @Test
    void aWindowsThatCannotExposeIsNamed() {
        host.exposes = false;
        assertEquals(List.of(Messages.HostReport_CannotExpose()), problems());
    }

    @Test
    void anAzureVmWithoutHyperVIsNoBrokenHost() {
        host.azure = true;
        host.hyperV = false;
        host.module = false;
        assertEquals(List.of(Messages.HostReport_Azure()), problems());
    }

    @Test
    void a32BitPowerShellAndAnUnsafeLeaseFolderAreNamed() {
        host.process64 = false;
        host.leaseFolderProblem = "owned by somebody else";
        assertEquals(
                List.of(Messages.HostReport_Process32(), Messages.HostReport_LeaseFolder("owned by somebody else")),
                problems());
    }

    @Test
    void whatAHostSaysIsBounded() {
        host.name = "x".repeat(100_000);
        assertTrue(host.report().headline().length() < 1_000);
    }

    @Test
    void whatAHostSaysStaysOnOneLine() {
        host.name = "LAB\r\n01";
        assertFalse(host.report().headline().contains("\n"));
    }
}
