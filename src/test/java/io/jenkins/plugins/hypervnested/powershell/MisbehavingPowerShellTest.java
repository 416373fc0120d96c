package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a process may do that is not what was agreed: each ends in a clear failure, within its bound, with nothing left
 * running.
 */
@Timeout(180)
class MisbehavingPowerShellTest {

    private static final Bounds SHORT = TestBounds.shortOnes();

    private final Heard heard = new Heard();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @AfterEach
    void nothingIsLeftRunning() {
        Set<ProcessHandle> left = fakes();
        left.forEach(ProcessHandle::destroyForcibly);
        assertEquals(Set.of(), left);
    }

    private static Set<ProcessHandle> fakes() {
        return ProcessHandle.current()
                .descendants()
                .filter(handle -> handle.info().commandLine().orElse("").contains(FakeShell.class.getName()))
                .collect(Collectors.toSet());
    }

    private PowerShellMachine open(FakeShell.Mode mode, Bounds bounds) throws Exception {
        Endpoint endpoint =
                new Endpoint.Local(FakeShell.executable(folder, mode).toString());
        return PowerShellMachine.open(endpoint, HostSecrets.none(), heard, bounds);
    }

    private Failure failureAtStart(FakeShell.Mode mode, Bounds bounds) {
        return assertThrows(MachineException.class, () -> open(mode, bounds)).failure();
    }

    private Failure failureOfVerb(FakeShell.Mode mode, Bounds bounds) throws Exception {
        try (PowerShellMachine machine = open(mode, bounds)) {
            return assertThrows(MachineException.class, () -> machine.endActor("network", "e"))
                    .failure();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DIES_AT_ONCE, protocol, HVN.NoGreeting, blocked by group policy",
        "NOT_FOUND, unsupported, HVN.NoPowerShell, not found",
        "CONSTRAINED, unsupported, HVN.LanguageMode, ConstrainedLanguage",
        "DAMAGED, protocol, HVN.ModuleDamaged, damaged",
        "OLD_PROTOCOL, unsupported, HVN.Outdated, version 9",
        "OTHER_MODULE, unsupported, HVN.Outdated, not the one",
        "LACKS_VERBS, unsupported, HVN.Outdated, lacks verbs"
    })
    void aStartThatFailsSaysWhy(FakeShell.Mode mode, String kind, String id, String seen) {
        Failure failure = failureAtStart(mode, SHORT);

        assertEquals(kind, failure.kind());
        assertEquals(id, failure.details().errorId());
        assertTrue(failure.details().message().contains(seen), failure::sentence);
        assertFalse(failure.details().remedy().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER_READS", "NEVER_GREETS"})
    void aProgramThatNeverGreetsIsGivenUpAfterTheBound(FakeShell.Mode mode) {
        Failure failure = failureAtStart(mode, TestBounds.withGreeting(Duration.ofSeconds(2)));

        assertInstanceOf(Failure.TimedOut.class, failure);
        assertEquals("HVN.NoGreeting", failure.details().errorId());
    }

    @Test
    void anExecutableThatIsNotThereIsNamed() {
        Endpoint endpoint = new Endpoint.Local(folder.resolve("absent").toString());

        Failure failure = assertThrows(
                        MachineException.class,
                        () -> PowerShellMachine.open(endpoint, HostSecrets.none(), heard, SHORT))
                .failure();

        assertInstanceOf(Failure.Unsupported.class, failure);
        assertTrue(failure.sentence().contains("absent"), failure::sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "DIES, unreachable, exit code 7",
        "HANGS, timed out, no answer within 3 seconds",
        "NO_BASE64, protocol, no Base64",
        "NO_JSON, protocol, no JSON",
        "TOO_DEEP, protocol, nested deeper",
        "NO_UTF8, protocol, no UTF-8",
        "WRONG_ID, protocol, another request",
        "WRONG_MARKER, timed out, no answer within",
        "TRUNCATES, unreachable, in the middle of an answer",
        "OVERLONG, protocol, longer than",
        "CLOSES_OUTPUT, unreachable, closed its output",
        "CHILD_KEEPS_PIPES, unreachable, exit code 0",
        "GOOD, protocol, gone is missing"
    })
    void aVerbThatIsNotAnsweredAsAgreedFailsClearly(FakeShell.Mode mode, String kind, String seen) throws Exception {
        Failure failure = failureOfVerb(mode, kind.equals("timed out") ? TestBounds.impatient() : SHORT);

        assertEquals(kind, failure.kind());
        assertTrue(failure.sentence().contains(seen), failure::sentence);
        assertEquals("unknown", failure.details().state());
    }

    @Test
    void afterATroubleEveryCallFailsInTheSameWay() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.WRONG_ID, SHORT)) {
            Failure first =
                    assertThrows(MachineException.class, machine::leases).failure();
            Failure second =
                    assertThrows(MachineException.class, machine::leases).failure();

            assertEquals(first, second);
        }
    }

    @Test
    void anAnswerThatNobodyAskedForSpoilsTheNextCall() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.ANSWERS_TWICE, SHORT)) {
            machine.leases();
            Failure failure = null;
            while (failure == null) {
                failure = failureOf(machine);
            }

            assertInstanceOf(Failure.Protocol.class, failure);
        }
    }

    private static Failure failureOf(PowerShellMachine machine) throws InterruptedException {
        try {
            machine.leases();
            return null;
        } catch (MachineException e) {
            return e.failure();
        }
    }

    @Test
    void tenMegabytesOfNoiseSpoilNothing() throws Exception {
        Bounds patient = TestBounds.withVerb(Duration.ofSeconds(30));
        try (PowerShellMachine machine = open(FakeShell.Mode.FLOODS, patient)) {
            assertTrue(machine.leases().isEmpty());
        }

        assertEquals(Noise.MOST_LINES + 1, heard.lines().size());
        assertTrue(heard.lines().stream().allMatch(line -> line.length() <= Noise.LONGEST_LINE));
        assertTrue(heard.lines().get(Noise.MOST_LINES).contains("more lines"));
    }

    @Test
    void whatTheMachinePrintsIsHeardWithoutControlCharacters() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.PRINTS_NOISE, SHORT)) {
            assertTrue(machine.leases().isEmpty());
            heard.awaitLines(2);
        }

        assertEquals(Set.of("[8mha:annotation[0m WARNING: something local", "and an error"), Set.copyOf(heard.lines()));
    }

    @Test
    void whatStandsBeforeTheMarkerOnALineIsNoise() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.NO_NEWLINE_BEFORE, SHORT)) {
            assertTrue(machine.leases().isEmpty());
        }

        assertEquals(List.of("progress 10%"), heard.lines());
    }

    @Test
    void anAnswerThatComesByteByByteIsRead() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.SLOW, SHORT)) {
            assertTrue(machine.leases().isEmpty());
        }
    }

    @Test
    void closingEndsACallThatIsUnderWayAtOnce() throws Exception {
        PowerShellMachine machine = open(FakeShell.Mode.HANGS, Bounds.standard());
        CompletableFuture<Failure> call = CompletableFuture.supplyAsync(
                () -> assertThrows(MachineException.class, machine::leases).failure());
        heard.awaitHanging();

        assertTimeoutPreemptively(Duration.ofSeconds(30), machine::close);

        assertEquals("HVN.Closed", call.get(30, TimeUnit.SECONDS).details().errorId());
    }

    @Test
    void anInterruptEndsACallPromptly() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.HANGS, Bounds.standard())) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> end.complete(assertThrows(InterruptedException.class, machine::leases)));
            caller.start();
            heard.awaitHanging();

            caller.interrupt();

            assertInstanceOf(InterruptedException.class, end.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void theProcessesThatItStartedEndWithIt() throws Exception {
        try (PowerShellMachine machine = open(FakeShell.Mode.STARTS_CHILDREN, SHORT)) {
            machine.leases();
            assertEquals(2, fakes().size());
        }

        assertEquals(Set.of(), fakes());
    }

    @Test
    void secretsAreClearedHoweverTheStartEnds() throws ExecutionException {
        SecretText password = SecretText.of("geheim");
        HostSecrets secrets = HostSecrets.ofPassword(password);
        Endpoint endpoint = new Endpoint.Local(folder.resolve("absent").toString());

        assertThrows(MachineException.class, () -> PowerShellMachine.open(endpoint, secrets, heard, SHORT));

        assertEquals("\0\0\0\0\0\0", password.reveal());
    }
}
