package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and whom a password is told: over a server in this JVM. */
@Timeout(90)
class SshLoginTest {

    private static final KeyPair HOST = EmbeddedSshServer.key("ecdsa-sha2-nistp256", 256);
    private static final KeyPair RSA = EmbeddedSshServer.key("ssh-rsa", 2048);

    private final Heard heard = new Heard();

    @TempDir
    static Path folder;

    private Path good;

    @BeforeAll
    static void theServerRunsScriptsOfUnix() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        assumeFalse(windows, "the server in this JVM runs scripts of Unix only");
    }

    @BeforeEach
    void makeShell() {
        good = FakeShell.executable(folder, FakeShell.Mode.GOOD);
    }

    private static HostSecrets password(String text) {
        return HostSecrets.ofPassword(SecretText.of(text));
    }

    private PowerShellMachine open(Endpoint endpoint, HostSecrets secrets) throws Exception {
        return PowerShellMachine.open(endpoint, secrets, heard, TestBounds.shortOnes());
    }

    private Failure failure(Endpoint endpoint, HostSecrets secrets) {
        return assertThrows(MachineException.class, () -> open(endpoint, secrets))
                .failure();
    }

    private static byte[] keyFile(KeyPair key, String passphrase) throws Exception {
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword(passphrase);
        encryption.setCipherName("AES");
        encryption.setCipherType("256");
        encryption.setCipherMode("CTR");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "lab", passphrase == null ? null : encryption, file);
        return file.toByteArray();
    }

    @Test
    void aPasswordLetsIn() throws Exception {
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null);
                PowerShellMachine machine = open(server.endpoint(good), password(EmbeddedSshServer.PASSWORD))) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void aWrongPasswordIsNotPermitted() {
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            Failure failure = failure(server.endpoint(good), password("wrong one"));

            assertInstanceOf(Failure.NotPermitted.class, failure);
            assertEquals("HVN.Login", failure.details().errorId());
            assertFalse(failure.toString().contains("wrong one"));
        }
    }

    @ParameterizedTest
    @CsvSource({"ssh-rsa, 3072", "ecdsa-sha2-nistp256, 256", "ecdsa-sha2-nistp521, 521"})
    void aPrivateKeyLetsIn(String type, int size) throws Exception {
        KeyPair key = EmbeddedSshServer.key(type, size);
        HostSecrets secrets = HostSecrets.ofPrivateKey(keyFile(key, null), null);

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), key.getPublic());
                PowerShellMachine machine = open(server.endpoint(good), secrets)) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void anEd25519KeyLetsIn() throws Exception {
        assumeTrue(SecurityUtils.isEDDSACurveSupported(), "no library for ed25519 is there");
        KeyPair key = EmbeddedSshServer.key("ssh-ed25519", 256);
        HostSecrets secrets = HostSecrets.ofPrivateKey(keyFile(key, null), null);

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(key, HOST), key.getPublic());
                PowerShellMachine machine = open(server.endpoint(good), secrets)) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void anEncryptedPrivateKeyLetsInWithItsPassphrase() throws Exception {
        HostSecrets secrets = HostSecrets.ofPrivateKey(keyFile(RSA, "open sesame"), SecretText.of("open sesame"));

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), RSA.getPublic());
                PowerShellMachine machine = open(server.endpoint(good), secrets)) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong", "''"})
    void aPrivateKeyThatCannotBeReadIsNotPermitted(String passphrase) throws Exception {
        SecretText given = passphrase.isEmpty() ? null : SecretText.of(passphrase);
        HostSecrets secrets = HostSecrets.ofPrivateKey(keyFile(RSA, "open sesame"), given);

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), RSA.getPublic())) {
            Failure failure = failure(server.endpoint(good), secrets);

            assertInstanceOf(Failure.NotPermitted.class, failure);
            assertEquals("HVN.PrivateKey", failure.details().errorId());
            assertEquals(0, server.logins());
        }
    }

    @Test
    void whatIsNoKeyAtAllIsNotPermitted() {
        HostSecrets secrets = HostSecrets.ofPrivateKey("hello".getBytes(StandardCharsets.UTF_8), null);

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), RSA.getPublic())) {
            assertEquals(
                    "HVN.PrivateKey",
                    failure(server.endpoint(good), secrets).details().errorId());
        }
    }

    @Test
    void aHostWithAnotherKeyHearsNoPassword() {
        String other = EmbeddedSshServer.line(EmbeddedSshServer.key("ecdsa-sha2-nistp256", 256));

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            Failure failure = failure(server.endpoint(good, other), password(EmbeddedSshServer.PASSWORD));

            assertEquals("HVN.HostKey", failure.details().errorId());
            assertEquals(0, server.logins());
        }
    }

    @Test
    void aHostThatRefusesTheConnectionIsToldWithoutTheWordsOfTheLibrary() {
        Endpoint closed;
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            closed = server.endpoint(good);
        }

        String sentence = failure(closed, password(EmbeddedSshServer.PASSWORD)).sentence();

        assertTrue(sentence.contains("(no connection: Connection refused)"), sentence);
    }

    /** A controller rejects classes of libraries that come from an agent. */
    @Test
    void whatIsThrownHoldsNoExceptionOfTheLibrary() {
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            Throwable thrown =
                    assertThrows(MachineException.class, () -> open(server.endpoint(good), password("wrong one")));

            for (; thrown != null; thrown = thrown.getCause()) {
                assertFalse(thrown.getClass().getName().startsWith("org.apache"), thrown::toString);
            }
        }
    }

    @Test
    void aHostIsAskedForTheKeyThatIsKnownOfIt() throws Exception {
        String knownHostsLine = "# lab-host\nlab-host,10.0.0.5 " + EmbeddedSshServer.line(RSA) + " root@lab-host\n";

        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST, RSA), null);
                PowerShellMachine machine =
                        open(server.endpoint(good, knownHostsLine), password(EmbeddedSshServer.PASSWORD))) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void aHostWithNoKeyOfTheKnownTypeIsNotConnected() {
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            Failure failure =
                    failure(server.endpoint(good, EmbeddedSshServer.line(RSA)), password(EmbeddedSshServer.PASSWORD));

            assertInstanceOf(Failure.Unreachable.class, failure);
            assertEquals(0, server.logins());
        }
    }
}
