package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The SSH channel against a real sshd on loopback. */
@Timeout(180)
class OpenSshTest {

    private static OpenSshServer server;

    private final Heard heard = new Heard();

    @TempDir
    static Path folder;

    @TempDir
    Path own;

    @BeforeAll
    static void startServer() throws Exception {
        assumeTrue(OpenSshServer.executable().isPresent(), "no sshd on this machine (openssh-server)");
        server = OpenSshServer.start(folder);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private PowerShellMachine open(FakeShell.Mode mode, Bounds bounds) throws Exception {
        Path shell = FakeShell.executable(own, mode);
        return PowerShellMachine.open(server.endpoint(shell), server.secrets(), heard, bounds);
    }

    /** Waits for processes to be gone: what sshd kills, it reaps in its own time. */
    private static void assertSoonGone(Set<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @RequiresPowerShell
    void theShippedPowerShellRunsOverIt() throws Exception {
        FakeHost host = new FakeHost(own);
        try (PowerShellMachine machine =
                PowerShellMachine.open(server.endpoint(host.executable()), server.secrets(), heard)) {
            assertEquals("LAB-HOST", machine.describe().name());
            assertEquals(
                    1,
                    machine.find(List.of(VmRef.name("節点-3")))
                            .values()
                            .iterator()
                            .next()
                            .size());
        }
        assertEquals(List.of(), heard.lines());
    }

    @Test
    void anotherHostKeyIsRefused() throws Exception {
        Path shell = FakeShell.executable(own, FakeShell.Mode.GOOD);
        String other = EmbeddedSshServer.line(EmbeddedSshServer.key("ecdsa-sha2-nistp256", 256));

        Failure failure = assertThrows(
                        MachineException.class,
                        () -> PowerShellMachine.open(server.endpoint(shell, other), server.secrets(), heard))
                .failure();

        assertEquals("HVN.HostKey", failure.details().errorId());
    }

    @Test
    void anotherPrivateKeyIsNotPermitted() throws Exception {
        Path shell = FakeShell.executable(own, FakeShell.Mode.GOOD);
        Path otherFolder = Files.createDirectory(own.resolve("other"));
        HostSecrets other;
        try (OpenSshServer otherServer = OpenSshServer.start(otherFolder)) {
            other = otherServer.secrets();
        }

        Failure failure = assertThrows(
                        MachineException.class, () -> PowerShellMachine.open(server.endpoint(shell), other, heard))
                .failure();

        assertInstanceOf(Failure.NotPermitted.class, failure);
    }

    @Test
    void anExecutableThatIsNotThereIsNamed() throws Exception {
        Endpoint endpoint = server.endpoint(Path.of("/nowhere/powershell"));

        Failure failure = assertThrows(
                        MachineException.class, () -> PowerShellMachine.open(endpoint, server.secrets(), heard))
                .failure();

        assertInstanceOf(Failure.Unsupported.class, failure, failure::sentence);
        assertEquals("HVN.NoPowerShell", failure.details().errorId());
    }

    /** That sshd carries out the signal needs one that runs as root for another account, which no test can ask for. */
    @Test
    void closingLetsGoOfAHungPowerShell() throws Exception {
        PowerShellMachine machine = open(FakeShell.Mode.HANGS, Bounds.standard());
        Set<ProcessHandle> running = server.running(FakeShell.class.getName() + " HANGS");
        CompletableFuture<Failure> call = CompletableFuture.supplyAsync(
                () -> assertThrows(MachineException.class, machine::leases).failure());
        heard.awaitHanging();

        assertTimeoutPreemptively(Duration.ofSeconds(30), machine::close);

        assertEquals("HVN.Closed", call.get(30, TimeUnit.SECONDS).details().errorId());
        running.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void closingAnIdlePowerShellEndsIt() throws Exception {
        PowerShellMachine machine = open(FakeShell.Mode.GOOD, Bounds.standard());
        Set<ProcessHandle> running = server.running(FakeShell.class.getName() + " GOOD");
        assertEquals(1, running.size());

        machine.close();

        assertSoonGone(running);
    }

    @ParameterizedTest
    @CsvSource({
        "DIES, unreachable, exit code 7",
        "TRUNCATES, unreachable, in the middle of an answer",
        "OVERLONG, protocol, longer than",
        "NO_BASE64, protocol, no Base64"
    })
    void aVerbThatIsNotAnsweredAsAgreedFailsClearly(FakeShell.Mode mode, String kind, String seen) throws Exception {
        try (PowerShellMachine machine = open(mode, TestBounds.shortOnes())) {
            Failure failure =
                    assertThrows(MachineException.class, machine::leases).failure();

            assertEquals(kind, failure.kind());
            assertTrue(failure.sentence().contains(seen), failure::sentence);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOODS", "SLOW", "PRINTS_NOISE", "NO_NEWLINE_BEFORE"})
    void noiseAndSlowLinesSpoilNothing(FakeShell.Mode mode) throws Exception {
        try (PowerShellMachine machine = open(mode, TestBounds.withVerb(Duration.ofSeconds(40)))) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void aConnectionThatIsCutEndsTheCallAtOnce() throws Exception {
        Set<ProcessHandle> running;
        try (OpenSshServer cut = OpenSshServer.start(Files.createDirectory(own.resolve("cut")));
                PowerShellMachine machine = PowerShellMachine.open(
                        cut.endpoint(FakeShell.executable(own, FakeShell.Mode.HANGS)), cut.secrets(), heard)) {
            CompletableFuture<Failure> call = CompletableFuture.supplyAsync(
                    () -> assertThrows(MachineException.class, machine::leases).failure());
            heard.awaitHanging();
            running = cut.running(FakeShell.class.getName() + " HANGS");

            cut.cut();

            assertInstanceOf(Failure.Unreachable.class, call.get(30, TimeUnit.SECONDS));
        }
        running.forEach(ProcessHandle::destroyForcibly);
    }
}
