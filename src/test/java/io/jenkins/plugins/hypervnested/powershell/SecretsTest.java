package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void nothingIsPrinted() {
        SecretText password = SecretText.of("geheim");

        assertEquals("****", password.toString());
        assertEquals("****", HostSecrets.ofPassword(password).toString());
    }

    @Test
    void clearingOverwritesAllOfIt() {
        SecretText passphrase = SecretText.of("geheim");
        HostSecrets secrets = HostSecrets.ofPrivateKey(new byte[] {1, 2, 3}, passphrase);

        secrets.clear();

        assertArrayEquals(new byte[3], secrets.privateKey());
        assertEquals("\0".repeat(6), passphrase.reveal());
    }

    @Test
    void clearingACopyLeavesTheOriginal() {
        char[] original = {'a', 'b'};

        SecretText.of(original).clear();

        assertArrayEquals(new char[] {'a', 'b'}, original);
    }

    @Test
    void secretsCrossToAnAgent() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(HostSecrets.ofPassword(SecretText.of("geheim")));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals("geheim", ((HostSecrets) in.readObject()).password().reveal());
        }
    }
}
