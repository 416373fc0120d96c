package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKq4rBv2H0fJ6Vt1nJvJYcQz1dY5m0pX0aXo8w1f2u3J";

    private static Endpoint.Ssh ssh(String address, String user, String powerShell) {
        return new Endpoint.Ssh(address, 22, user, KEY, powerShell, Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-c",
                "power shell",
                "pwsh;reboot",
                "pwsh&",
                "$(x)",
                "`x`",
                "'pwsh'",
                "\"pwsh\"",
                "pwsh|x",
                "%x%",
                "a\nb",
                "ぱ"
            })
    void aNameOfPowerShellThatAShellWouldMindIsRefused(String powerShell) {
        assertThrows(IllegalArgumentException.class, () -> ssh("lab-host", "admin", powerShell));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "powershell",
                "pwsh.exe",
                "/opt/microsoft/powershell/7/pwsh",
                "C:\\Windows\\System32\\powershell.exe"
            })
    void plainNamesOfPowerShellAreTaken(String powerShell) {
        assertEquals(powerShell, ssh("lab-host", "admin", powerShell).powerShell());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-oProxyCommand=x", "lab host", "http://lab-host", "lab-host;x", "a\nb"})
    void whatIsNoAddressIsRefused(String address) {
        assertThrows(IllegalArgumentException.class, () -> ssh(address, "admin", "powershell"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab-host", "lab-host.example.org", "10.0.0.5", "fe80::1%eth0", "[::1]", "研究室"})
    void namesAndAddressesAreTaken(String address) {
        assertEquals(address, ssh(address, "admin", "powershell").shownAs());
    }

    @Test
    void aHostKeyIsRequired() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Endpoint.Ssh("lab-host", 22, "admin", "", "powershell", Duration.ofSeconds(5)));
    }

    @Test
    void anAccountIsRequiredForSsh() {
        assertThrows(IllegalArgumentException.class, () -> ssh("lab-host", " ", "powershell"));
    }

    @Test
    void aPortIsOne() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Endpoint.WinRm("", "lab-host", 0, true, Endpoint.WinRm.Authentication.DEFAULT, "", "admin"));
    }

    @Test
    void anEndpointCrossesToAnAgent() throws Exception {
        Endpoint endpoint = ssh("lab-host", "admin", "powershell");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(endpoint);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(endpoint, in.readObject());
        }
    }
}
