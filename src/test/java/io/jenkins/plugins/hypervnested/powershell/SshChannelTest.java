package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Signal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SSH channel against a server in this JVM. What needs a real sshd is in {@link OpenSshTest}. */
@Timeout(180)
class SshChannelTest {

    private static final KeyPair HOST = EmbeddedSshServer.key("ecdsa-sha2-nistp256", 256);

    private final Heard heard = new Heard();

    @TempDir
    static Path folder;

    @BeforeAll
    static void theServerRunsScriptsOfUnix() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        assumeFalse(windows, "the server in this JVM runs scripts of Unix only");
    }

    private static HostSecrets password(String text) {
        return HostSecrets.ofPassword(SecretText.of(text));
    }

    private PowerShellMachine open(Endpoint endpoint, HostSecrets secrets) throws Exception {
        return open(endpoint, secrets, TestBounds.shortOnes());
    }

    private PowerShellMachine open(Endpoint endpoint, HostSecrets secrets, Bounds bounds) throws Exception {
        return PowerShellMachine.open(endpoint, secrets, heard, bounds);
    }

    private Failure failure(Endpoint endpoint, HostSecrets secrets) {
        return assertThrows(MachineException.class, () -> open(endpoint, secrets))
                .failure();
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Endpoint endpoint = new Endpoint.Ssh(
                "127.0.0.1", port, "x", EmbeddedSshServer.line(HOST), "powershell", Duration.ofSeconds(5));

        Failure failure = failure(endpoint, password("x"));

        assertInstanceOf(Failure.Unreachable.class, failure);
        assertEquals("HVN.NotConnected", failure.details().errorId());
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterTheBound() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint.Ssh(
                    "127.0.0.1",
                    socket.getLocalPort(),
                    "x",
                    EmbeddedSshServer.line(HOST),
                    "powershell",
                    Duration.ofSeconds(1));

            Failure failure = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> failure(endpoint, password("x")));

            assertEquals("HVN.NotConnected", failure.details().errorId());
        }
    }

    @Test
    void anInterruptEndsConnecting() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint.Ssh(
                    "127.0.0.1",
                    socket.getLocalPort(),
                    "x",
                    EmbeddedSshServer.line(HOST),
                    "powershell",
                    Duration.ofSeconds(60));
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() ->
                    end.complete(assertThrows(InterruptedException.class, () -> open(endpoint, password("x")))));
            caller.start();
            socket.accept();

            caller.interrupt();

            assertInstanceOf(InterruptedException.class, end.get(30, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DIES, unreachable, exit code 7",
        "HANGS, timed out, no answer within",
        "TRUNCATES, unreachable, in the middle of an answer",
        "OVERLONG, protocol, longer than",
        "NO_JSON, protocol, no JSON",
        "WRONG_ID, protocol, another request"
    })
    void aVerbThatIsNotAnsweredAsAgreedFailsClearly(FakeShell.Mode mode, String kind, String seen) throws Exception {
        Path shell = FakeShell.executable(folder, mode);
        Bounds bounds = kind.equals("timed out") ? TestBounds.impatient() : TestBounds.shortOnes();
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null);
                PowerShellMachine machine =
                        open(server.endpoint(shell), password(EmbeddedSshServer.PASSWORD), bounds)) {
            Failure failure =
                    assertThrows(MachineException.class, machine::leases).failure();

            assertEquals(kind, failure.kind());
            assertTrue(failure.sentence().contains(seen), failure::sentence);
        }
    }

    @Test
    void anExecutableThatIsNotThereIsSaid() {
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            Path absent = FakeShell.executable(folder, FakeShell.Mode.NOT_FOUND);

            Failure failure = failure(server.endpoint(absent), password(EmbeddedSshServer.PASSWORD));

            assertEquals("HVN.NoPowerShell", failure.details().errorId());
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOODS", "SLOW", "PRINTS_NOISE"})
    void noiseAndSlowLinesSpoilNothing(FakeShell.Mode mode) throws Exception {
        Path shell = FakeShell.executable(folder, mode);
        Bounds patient = TestBounds.withVerb(Duration.ofSeconds(40));
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null);
                PowerShellMachine machine = PowerShellMachine.open(
                        server.endpoint(shell), password(EmbeddedSshServer.PASSWORD), heard, patient)) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void aLostConnectionEndsTheCallAtOnce() throws Exception {
        Path shell = FakeShell.executable(folder, FakeShell.Mode.HANGS);
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null);
                PowerShellMachine machine = PowerShellMachine.open(
                        server.endpoint(shell), password(EmbeddedSshServer.PASSWORD), heard, Bounds.standard())) {
            CompletableFuture<Failure> call = CompletableFuture.supplyAsync(
                    () -> assertThrows(MachineException.class, machine::leases).failure());
            heard.awaitHanging();

            server.drop();

            assertInstanceOf(Failure.Unreachable.class, call.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingEndsACallThatIsUnderWayAtOnce() throws Exception {
        Path shell = FakeShell.executable(folder, FakeShell.Mode.HANGS);
        try (EmbeddedSshServer server = new EmbeddedSshServer(List.of(HOST), null)) {
            PowerShellMachine machine = PowerShellMachine.open(
                    server.endpoint(shell), password(EmbeddedSshServer.PASSWORD), heard, Bounds.standard());
            CompletableFuture<Failure> call = CompletableFuture.supplyAsync(
                    () -> assertThrows(MachineException.class, machine::leases).failure());
            heard.awaitHanging();

            assertTimeoutPreemptively(Duration.ofSeconds(30), machine::close);

            assertEquals("HVN.Closed", call.get(30, TimeUnit.SECONDS).details().errorId());
            assertEquals(List.of(Signal.KILL), server.signals());
        }
    }
}
