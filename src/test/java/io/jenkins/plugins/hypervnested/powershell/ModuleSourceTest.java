package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ModuleSourceTest {

    @Test
    void theLineHoldsLengthHashAndText() throws Exception {
        ModuleSource source = ModuleSource.of("exit", "'日本'\n");

        String[] parts =
                new String(source.line(), StandardCharsets.US_ASCII).strip().split(" ");
        byte[] text = Base64.getDecoder().decode(parts[2]);

        assertEquals(parts[2].length(), Integer.parseInt(parts[0]));
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)), parts[1]);
        assertEquals("'日本'\n", new String(text, StandardCharsets.UTF_8));
    }

    @Test
    void theShippedBootstrapFitsWhereItHasToTravel() {
        assertTrue(ModuleSource.shipped().encodedBootstrap().length() < ModuleSource.LONGEST_BOOTSTRAP);
    }

    @Test
    void aBootstrapThatIsTooLongIsRefused() {
        assertThrows(IllegalStateException.class, () -> ModuleSource.of("x".repeat(500), ""));
    }

    @Test
    void theCommandLineHasNothingThatAShellWouldMind() {
        String line = String.join(
                " ", CommandLine.of("powershell", ModuleSource.shipped().encodedBootstrap()));

        assertTrue(line.matches("[A-Za-z0-9+/= -]+"), line);
    }
}
