package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told to a PowerShell that shall open a session. The session itself needs Windows. */
@Timeout(300)
class WinRmTest {

    private final Heard heard = new Heard();

    @TempDir
    Path folder;

    private static Endpoint.WinRm endpoint(Path shell, String configuration) {
        return new Endpoint.WinRm(
                shell == null ? "" : shell.toString(),
                "lab-host",
                5986,
                true,
                Endpoint.WinRm.Authentication.KERBEROS,
                configuration,
                "LAB\\admin");
    }

    private static HostSecrets password() {
        return HostSecrets.ofPassword(SecretText.of("geheim"));
    }

    @Test
    void theSessionIsOpenedFirstWithThePasswordOnALineOfItsOwnAndClosedLast() throws Exception {
        Path shell = FakeShell.executable(folder, FakeShell.Mode.TELLS);
        try (PowerShellMachine machine =
                PowerShellMachine.open(endpoint(shell, "HyperVNested"), password(), heard, TestBounds.shortOnes())) {
            machine.leases();
        }

        List<String> lines = heard.lines();
        assertEquals("secret of 6 characters", lines.get(0));
        JsonObject open = JsonParser.object().from(lines.get(1));
        assertEquals("=open", open.getString("verb"));
        assertEquals(
                JsonParser.object()
                        .from("{\"transport\":\"=winrm\",\"address\":\"=lab-host\",\"port\":5986,\"https\":true,"
                                + "\"authentication\":\"=Kerberos\",\"configuration\":\"=HyperVNested\","
                                + "\"user\":\"=LAB\\\\admin\"}"),
                open.getObject("args"));
        assertTrue(lines.get(2).contains("=hello"), lines.get(2));
        assertTrue(lines.get(4).contains("=close"), lines.get(4));
        assertFalse(String.join("", lines).contains("geheim"));
    }

    @Test
    void withoutWindowsAnExecutableMustBeNamed() {
        assumeFalse(PlatformShell.isWindows(), "Windows has a PowerShell");

        Failure failure = assertThrows(
                        MachineException.class,
                        () -> PowerShellMachine.open(endpoint(null, ""), password(), heard, TestBounds.shortOnes()))
                .failure();

        assertInstanceOf(Failure.Unsupported.class, failure);
        assertEquals("lab-host", failure.details().machine());
    }

    @Test
    @RequiresPowerShell
    void aSessionThatCannotBeOpenedIsAFailureOfTheMachine() throws Exception {
        Path shell = new FakeHost(folder).executable();
        Endpoint.WinRm nobody = new Endpoint.WinRm(
                shell.toString(), "127.0.0.1", 9, true, Endpoint.WinRm.Authentication.DEFAULT, "", "admin");

        Failure failure = assertThrows(
                        MachineException.class,
                        () -> PowerShellMachine.open(nobody, password(), heard, Bounds.standard()))
                .failure();

        assertEquals("open a WinRM session", failure.details().what());
        assertInstanceOf(Failure.Unreachable.class, failure, failure::toString);
    }
}
