package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent for a machine inside a machine, and what its answers mean. */
@Timeout(180)
class InsideTest {

    private static final String A = "11111111-1111-4111-8111-111111111111";
    private static final String B = "22222222-2222-4222-8222-222222222222";
    private static final String EMPTY = "\"value\":{}";

    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final SecretText password = SecretText.of("geheim");
    private final GuestLogins logins =
            GuestLogins.none().with("lab", "LAB\\admin", password).with("inner", "admin", SecretText.of("x"));

    /** Answers {@code leases} as told, and everything else well. */
    private PowerShellMachine machine(String leases) {
        return ScriptedChannel.machine(logins, request -> {
            sent.add(request);
            return switch (request.getString("verb")) {
                case "=enter" -> ScriptedChannel.hello();
                case "=leases" -> leases;
                default -> EMPTY;
            };
        });
    }

    private static String error(String id, String category) {
        return "\"error\":{\"id\":\"=" + id + "\",\"category\":\"=" + category
                + "\",\"message\":\"=x\",\"target\":\"=\",\"type\":\"=x\",\"code\":0}";
    }

    private List<String> verbs() {
        return sent.stream().map(request -> request.getString("verb")).toList();
    }

    @Test
    void enteringNamesTheVmAndTheUserAndSendsThePasswordAsASecret() throws Exception {
        try (PowerShellMachine machine = machine(EMPTY)) {
            machine.inside(A, "lab");
        }

        JsonObject enter = sent.get(0);
        assertEquals("=" + A, enter.getObject("args").getString("vm"));
        assertEquals("=LAB\\admin", enter.getObject("args").getString("user"));
        assertEquals("S guest 00670065006800650069006d", enter.getString("secret"));
        enter.remove("secret");
        assertFalse(JsonWriter.string(enter).contains("geheim"));
    }

    @Test
    void everyRequestToTheGuestHasItsPath() throws Exception {
        try (PowerShellMachine machine = machine(EMPTY);
                Machine guest = machine.inside(A, "lab");
                Machine inner = guest.inside(B, "inner")) {
            machine.leases();
            guest.leases();
            inner.leases();
        }

        assertEquals(
                List.of("=enter", "=enter", "=leases", "=leases", "=leases", "=leave", "=leave", "=close"), verbs());
        assertFalse(sent.get(0).has("path"));
        assertEquals(List.of("=" + A), sent.get(1).getArray("path"));
        assertFalse(sent.get(2).has("path"));
        assertEquals(List.of("=" + A), sent.get(3).getArray("path"));
        assertEquals(List.of("=" + A, "=" + B), sent.get(4).getArray("path"));
        assertEquals(List.of("=" + A), sent.get(5).getArray("path"));
        assertEquals("=" + B, sent.get(5).getObject("args").getString("vm"));
        assertFalse(sent.get(6).has("path"));
    }

    @Test
    void theMachineThatWasOpenedGoesOnWhenAGuestWasLeft() throws Exception {
        try (PowerShellMachine machine = machine(EMPTY)) {
            Machine guest = machine.inside(A, "lab");
            guest.close();
            guest.close();

            assertTrue(machine.leases().isEmpty());
        }

        assertEquals(List.of("=enter", "=leave", "=leases", "=close"), verbs());
    }

    @Test
    void aGuestThatWasLeftSaysSo() throws Exception {
        try (PowerShellMachine machine = machine(EMPTY)) {
            Machine guest = machine.inside(A, "lab");
            Machine inner = guest.inside(B, "inner");
            guest.close();

            for (Machine left : List.of(guest, inner)) {
                Failure failure =
                        assertThrows(MachineException.class, left::leases).failure();
                assertEquals("HVN.Closed", failure.details().errorId());
            }
            inner.close();
        }

        assertEquals(List.of("=enter", "=enter", "=leave", "=close"), verbs());
    }

    @Test
    void whoeverEnteredBeforeDoesNotEndTheSessionOfWhoeverEnteredAgain() throws Exception {
        try (PowerShellMachine machine = machine(EMPTY)) {
            Machine first = machine.inside(A, "lab");
            Machine innerOfFirst = first.inside(B, "inner");
            Machine second = machine.inside(A, "lab");

            assertThrows(MachineException.class, first::leases);
            innerOfFirst.close();
            first.close();
            assertTrue(second.leases().isEmpty());
            second.close();
        }

        assertEquals(List.of("=enter", "=enter", "=enter", "=leases", "=leave", "=close"), verbs());
    }

    @Test
    void nothingIsSentToAGuestOfAMachineThatWasClosed() throws Exception {
        PowerShellMachine machine = machine(EMPTY);
        Machine guest = machine.inside(A, "lab");
        machine.close();
        guest.close();

        assertEquals(List.of("=enter", "=close"), verbs());
    }

    @Test
    void closingTheMachineThatWasOpenedClearsTheLogins() throws Exception {
        PowerShellMachine machine = machine(EMPTY);
        machine.inside(A, "lab").close();
        assertEquals("geheim", password.reveal());

        machine.close();

        assertEquals("\0".repeat(6), password.reveal());
    }

    @Test
    void aLoginThatWasNotGivenIsNotPermittedAndNothingIsSent() {
        try (PowerShellMachine machine = machine(EMPTY)) {
            Failure failure = assertThrows(MachineException.class, () -> machine.inside(A, "other"))
                    .failure();

            assertInstanceOf(Failure.NotPermitted.class, failure);
            assertTrue(failure.details().what().contains("'other'"), failure::sentence);
            assertTrue(failure.details().remedy().contains("'other'"), failure::sentence);
        }
        assertEquals(List.of(), sent);
    }

    @ParameterizedTest
    @CsvSource({
        "HVN.InsideLost, ConnectionError, unreachable",
        "HVN.InsideTimedOut, OperationTimeout, timed out",
        "HVN.NoSession, ConnectionError, unreachable"
    })
    void aSessionThatIsLostIsTheGuestsAlone(String id, String category, String kind) throws Exception {
        try (PowerShellMachine machine = machine(error(id, category));
                Machine guest = machine.inside(A, "lab")) {
            Failure failure =
                    assertThrows(MachineException.class, guest::leases).failure();

            assertEquals(kind, failure.kind());
            assertEquals("guest of VM '" + A + "'", failure.details().machine());
            assertTrue(machine.observe(List.of()).isEmpty());
            machine.inside(B, "lab").close();
        }
    }

    @Test
    void thePasswordGoesOnALineOfItsOwnRightBeforeEntering(@TempDir Path folder) throws Exception {
        Heard heard = new Heard();
        Path shell = FakeShell.executable(folder, FakeShell.Mode.TELLS);
        try (PowerShellMachine machine = PowerShellMachine.open(
                new Endpoint.Local(shell.toString()), HostSecrets.none(), logins, heard, TestBounds.shortOnes())) {
            machine.inside(A, "lab").close();
        }

        List<String> lines = heard.lines();
        assertTrue(lines.get(0).contains("=hello"), lines::toString);
        assertEquals("secret of 6 characters", lines.get(1));
        assertTrue(lines.get(2).contains("=enter"), lines::toString);
        assertTrue(lines.get(3).contains("=leave"), lines::toString);
        assertTrue(lines.get(4).contains("=close"), lines::toString);
        assertFalse(lines.toString().contains("geheim"));
    }

    @Test
    void whereNoMachineOnTheWayGivesUpThisSideDoesInTheEnd(@TempDir Path folder) throws Exception {
        Path shell = FakeShell.executable(folder, FakeShell.Mode.HANGS);
        Heard heard = new Heard();
        try (PowerShellMachine machine = PowerShellMachine.open(
                        new Endpoint.Local(shell.toString()),
                        HostSecrets.none(),
                        logins,
                        heard,
                        TestBounds.impatient());
                Machine guest = machine.inside(A, "lab")) {
            Failure failure =
                    assertThrows(MachineException.class, guest::leases).failure();

            assertInstanceOf(Failure.TimedOut.class, failure);
            assertTrue(failure.details().message().contains("5 seconds"), failure::sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":[]",
                "\"nothing\":1",
                "\"value\":{\"x\":1}",
                "\"value\":{\"../x\":{}}",
                "\"error\":{}",
                "\"value\":{}, \"id\":99",
                "\"value\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
            })
    void nonsenseOfAGuestIsNoReasonToGiveUpTheMachine(String nonsense) throws Exception {
        try (PowerShellMachine machine = ScriptedChannel.machine(logins, request -> {
                    sent.add(request);
                    return request.getString("verb").equals("=enter")
                            ? ScriptedChannel.hello()
                            : request.has("path") ? nonsense : EMPTY;
                });
                Machine guest = machine.inside(A, "lab")) {
            Failure failure =
                    assertThrows(MachineException.class, guest::leases).failure();

            assertInstanceOf(Failure.Protocol.class, failure, failure::sentence);
            assertTrue(machine.leases().isEmpty());
        }
        assertEquals(List.of("=enter", "=leases", "=leases", "=leave", "=close"), verbs());
    }

    @Test
    void aGuestThatGreetsWithNonsenseIsLeftAgain() {
        try (PowerShellMachine machine = ScriptedChannel.machine(logins, request -> {
            sent.add(request);
            return request.getString("verb").equals("=enter") ? "\"value\":{\"protocol\":[]}" : EMPTY;
        })) {
            Failure failure = assertThrows(MachineException.class, () -> machine.inside(A, "lab"))
                    .failure();

            assertInstanceOf(Failure.Protocol.class, failure);
            assertEquals(List.of("=enter", "=leave"), verbs());
        }
    }

    @Test
    void aGuestThatCannotBeUnderstoodIsLeftAgain() {
        try (PowerShellMachine machine = ScriptedChannel.machine(logins, request -> {
            sent.add(request);
            return request.getString("verb").equals("=enter")
                    ? ScriptedChannel.hello().replace("\"protocol\":1", "\"protocol\":9")
                    : EMPTY;
        })) {
            Failure failure = assertThrows(MachineException.class, () -> machine.inside(A, "lab"))
                    .failure();

            assertEquals("HVN.Outdated", failure.details().errorId());
            assertEquals(List.of("=enter", "=leave"), verbs());
        }
    }

    @Test
    void aGuestWhoseModuleIsAnotherIsNotUnderstood() {
        try (PowerShellMachine machine = ScriptedChannel.machine(
                logins, request -> ScriptedChannel.hello().replace("=0000", "=1111"))) {
            Failure failure = assertThrows(MachineException.class, () -> machine.inside(A, "lab"))
                    .failure();

            assertEquals("HVN.Outdated", failure.details().errorId());
        }
    }
}
