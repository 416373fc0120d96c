package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {

    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIKq4rBv2H0fJ6Vt1nJvJYcQz1dY5m0pX0aXo8w1f2u3J";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519 " + KEY,
                "  ssh-ed25519   " + KEY + " root@lab-host",
                "lab-host,10.0.0.5 ssh-ed25519 " + KEY,
                "[lab-host]:2222 ssh-ed25519 " + KEY + " comment",
                "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 " + KEY,
                "# lab-host SSH-2.0-OpenSSH_for_Windows_9.5\n\nlab-host ssh-ed25519 " + KEY + "\n"
            })
    void linesAsTheyStandInOpenSshFilesAreRead(String lines) {
        List<HostKeys.Key> keys = HostKeys.parse(lines);

        assertEquals(1, keys.size());
        assertEquals("ssh-ed25519", keys.get(0).type());
        assertTrue(keys.get(0).hasBlob(Base64.getDecoder().decode(KEY)));
    }

    @Test
    void severalKeysAreReadFromSeveralLines() {
        assertEquals(
                2,
                HostKeys.parse("ssh-ed25519 " + KEY + "\nhost ssh-ed25519 " + KEY)
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "# only a comment",
                "SHA256:uNiVztksCsDhcc0u9e8BrqXVkK0pUV0sJf0OQ3FpJ0E",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-rsa " + KEY,
                "@cert-authority * ssh-ed25519 " + KEY,
                "@revoked * ssh-ed25519 " + KEY,
                "ssh-ed25519 " + KEY + "\nnonsense"
            })
    void whatIsNoKeyIsRefused(String lines) {
        assertThrows(IllegalArgumentException.class, () -> HostKeys.parse(lines));
    }
}
