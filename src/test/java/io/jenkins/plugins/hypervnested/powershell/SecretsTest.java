package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @Test
    void nothingIsPrinted() {
        SecretText password = SecretText.of("geheim");

        assertEquals("****", password.toString());
        assertEquals("****", HostSecrets.ofPassword(password).toString());
    }

    @Test
    void aLoginOfAGuestIsNotPrintedAndCrossesToAnAgent() throws Exception {
        GuestLogins logins = GuestLogins.none().with("lab", "LAB\\admin", SecretText.of("geheim"));

        GuestLogins there = (GuestLogins) copy(logins);

        assertEquals("****", there.toString());
        assertEquals("LAB\\admin", there.user("lab"));
        assertEquals("geheim", there.password("lab").reveal());
        assertFalse(there.has("other"));
    }

    @Test
    void clearingTheLoginsOverwritesEveryPassword() {
        SecretText one = SecretText.of("geheim");
        SecretText two = SecretText.of("x");

        GuestLogins.none().with("a", "u", one).with("b", "u", two).clear();

        assertEquals("\0".repeat(6), one.reveal());
        assertEquals("\0", two.reveal());
    }

    @Test
    void theLoginsAreClearedWhenNothingCanBeOpened(@TempDir Path folder) {
        SecretText password = SecretText.of("geheim");
        GuestLogins logins = GuestLogins.none().with("lab", "admin", password);
        Endpoint nobody = new Endpoint.Local(folder.resolve("nobody").toString());

        assertThrows(
                MachineException.class,
                () -> PowerShellMachine.open(nobody, HostSecrets.none(), logins, NoiseSink.none()));

        assertEquals("\0".repeat(6), password.reveal());
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
        HostSecrets there = (HostSecrets) copy(HostSecrets.ofPassword(SecretText.of("geheim")));

        assertEquals("geheim", there.password().reveal());
    }

    private static Object copy(Object secrets) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(secrets);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
