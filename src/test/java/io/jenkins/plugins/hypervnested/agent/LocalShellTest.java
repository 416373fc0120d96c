package io.jenkins.plugins.hypervnested.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalShellTest {

    private static final Endpoint LOCAL = new Endpoint.Local("");

    private static final Endpoint WIN_RM =
            new Endpoint.WinRm("", "hv-1", 5986, true, Endpoint.WinRm.Authentication.DEFAULT, "", "admin");

    private final String named = Path.of("tools", "pwsh").toAbsolutePath().toString();

    @Test
    void windowsUsesItsOwnPowerShell() throws MachineException {
        assertSame(LOCAL, LocalShell.here(LOCAL, "", true));
    }

    @Test
    void anAgentOfAnotherSystemIsRefusedForWhatOnlyWindowsCanDo() {
        assertThrows(MachineException.class, () -> LocalShell.here(LOCAL, "", false));
        assertThrows(MachineException.class, () -> LocalShell.here(WIN_RM, "", false));
    }

    @Test
    void theAgentsJvmMayNameAnotherPowerShell() throws MachineException {
        assertEquals(new Endpoint.Local(named), LocalShell.here(LOCAL, named, false));
        assertEquals(named, ((Endpoint.WinRm) LocalShell.here(WIN_RM, named, false)).executable());
    }

    @Test
    void aRelativePathIsRefused() {
        assertThrows(MachineException.class, () -> LocalShell.here(LOCAL, "pwsh", false));
    }

    @Test
    void whatTheControllerNamesStays() throws MachineException {
        Endpoint chosen = new Endpoint.Local("/opt/pwsh");
        assertSame(chosen, LocalShell.here(chosen, "", false));
    }
}
