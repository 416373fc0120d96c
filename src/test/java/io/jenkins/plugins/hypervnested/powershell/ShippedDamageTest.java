package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A lease file with every kind of damage: read by the shipped module in a real PowerShell, decided upon in Java. Unreadable is never
 * absent: nobody joins, and no rollback calls itself done.
 */
@RequiresPowerShell
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedDamageTest {

    private static final String ID = FakeHost.NODE_1;

    /** What becomes of a whole file. */
    enum Damage {
        TRUNCATED("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return Arrays.copyOf(whole, whole.length / 2);
            }
        },
        EMPTY("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return new byte[0];
            }
        },
        WITHOUT_CHECKSUM("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return Arrays.copyOf(whole, whole.length - "SHA-256 ".length() - 65);
            }
        },
        WITH_ANOTHER_TEXT("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return text(whole).replace("=off", "=on").getBytes(StandardCharsets.US_ASCII);
            }
        },
        WITH_ANOTHER_FENCE("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return text(whole)
                        .replaceFirst("HVN-LEASE 1 [^\n]*", "HVN-LEASE 1 " + "0".repeat(32))
                        .getBytes(StandardCharsets.US_ASCII);
            }
        },
        WHOLE_AND_NO_LEASE("DAMAGED") {
            @Override
            byte[] of(byte[] whole) {
                return checked("HVN-LEASE 1 -\n{\"aspects\":\"=none\"}\n");
            }
        },
        OF_A_NEWER_VERSION("NEWER") {
            @Override
            byte[] of(byte[] whole) {
                return checked(text(whole)
                        .replaceFirst("(?s)HVN-LEASE 1", "HVN-LEASE 2")
                        .replaceFirst("SHA-256 .*\n", ""));
            }
        };

        final String problem;

        Damage(String problem) {
            this.problem = problem;
        }

        abstract byte[] of(byte[] whole);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] checked(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.US_ASCII));
            return (body + "SHA-256 " + HexFormat.of().formatHex(hash) + "\n").getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private FakeHost host;
    private PowerShellMachine machine;
    private ShippedRun holder;
    private Path file;
    private Path backup;
    private byte[] whole;
    private byte[] older;

    @BeforeAll
    void enable(@TempDir Path folder) throws Exception {
        host = new FakeHost(folder);
        machine = host.open(new Heard());
        holder = new ShippedRun("holder", host).over(machine);
        assertEquals(VmResult.End.DONE, holder.enable().end());
        file = host.leases().toPath().resolve(ID + ".json");
        backup = host.leases().toPath().resolve(ID + ".bak");
        whole = Files.readAllBytes(file);
        older = Files.readAllBytes(backup);
    }

    @AfterAll
    void close() {
        machine.close();
    }

    @BeforeEach
    void makeWhole() throws IOException {
        Files.write(file, whole);
        Files.write(backup, older);
    }

    private List<String> changes() throws IOException {
        return host.calls().stream().filter(call -> !call.startsWith("Get-")).toList();
    }

    /** Nobody joins, no rollback is done, and a survey tells why. */
    private void assertUntouchable(String problem) throws Exception {
        List<String> changes = changes();
        VmResult joins = new ShippedRun("other", host).over(machine).enable();
        VmResult gives = holder.giveBack();
        FoundLease found = ShippedRun.survey(machine).get(0);

        assertEquals(VmResult.End.FAILED, joins.end(), joins::toString);
        assertFalse(joins.held());
        assertEquals(VmResult.End.FAILED, gives.end(), gives::toString);
        assertTrue(gives.held(), "it is still owed");
        assertEquals(problem, found.problem());
        assertEquals(ID, found.subject());
        assertEquals(changes, changes());
    }

    @ParameterizedTest
    @EnumSource
    void damagedWithItsBackupItIsTouchedByNothing(Damage damage) throws Exception {
        Files.write(file, damage.of(whole));
        Files.write(backup, damage.of(older));

        assertUntouchable(damage.problem);

        assertArrayEquals(damage.of(whole), Files.readAllBytes(file));
        assertArrayEquals(damage.of(older), Files.readAllBytes(backup));
    }

    @Test
    void ofANewerVersionItIsNotReplacedByItsOlderBackup() throws Exception {
        Files.write(file, Damage.OF_A_NEWER_VERSION.of(whole));

        assertUntouchable("NEWER");
    }

    @Test
    void oneThatIsThereAndCannotBeHadIsNotReplacedByItsOlderBackup() throws Exception {
        // a folder in place of the file: whoever runs this, it cannot be read as a file
        Files.delete(file);
        Files.createDirectory(file);
        try {
            assertUntouchable("DAMAGED");
            assertTrue(Files.isDirectory(file));
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED", "EMPTY", "WITHOUT_CHECKSUM", "WITH_ANOTHER_TEXT", "WITH_ANOTHER_FENCE"})
    void damagedAloneItIsReadFromItsBackup(Damage damage) throws Exception {
        Files.write(file, damage.of(whole));

        FoundLease found = ShippedRun.survey(machine).get(0);

        assertEquals("", found.problem());
        assertEquals(holder.entry(), found.holders().get(0).entry());
    }

    @Test
    void whatItsBackupSaysIsEnoughToPutEverythingBack(@TempDir Path own) throws Exception {
        FakeHost other = new FakeHost(own);
        String before = Settled.state(other);
        ShippedRun run = new ShippedRun("run", other);
        assertEquals(VmResult.End.DONE, run.enable().end());
        Path damaged = other.leases().toPath().resolve(ID + ".json");
        Files.write(damaged, Damage.TRUNCATED.of(Files.readAllBytes(damaged)));

        assertEquals(VmResult.End.RESTORED, run.giveBack().end());

        assertEquals(before, Settled.state(other));
    }

    @Test
    void aChangeUnderTheEpochOfAnOlderBackupIsRefused() throws Exception {
        String fence = text(older).split("[ \\n]", 4)[2];
        assertEquals(32, fence.length(), "the version before was written by somebody with the floor");
        Files.write(file, Damage.TRUNCATED.of(whole));
        List<String> changes = changes();

        Failure failure =
                machine.change(List.of(new Change.TurnOff(ID, fence))).get(ID).failure();

        assertEquals("HVN.Fenced", failure.details().errorId());
        assertEquals(changes, changes());
    }

    @Test
    void whatAnInterruptedWriterLeftDisturbsNobody() throws Exception {
        Path left = host.leases().toPath().resolve(ID + ".interrupted.tmp");
        Files.write(left, Arrays.copyOf(whole, 40));

        List<FoundLease> found = ShippedRun.survey(machine);

        assertEquals(1, found.size());
        assertEquals("", found.get(0).problem());
    }

    @Test
    void withoutItsLockFileItIsALeaseAllTheSame() throws Exception {
        Files.delete(host.leases().toPath().resolve(ID + ".lock"));

        assertTrue(machine.observe(List.of(ID)).get(ID).value().lease().text().contains(holder.entry()));
    }

    @Test
    void aLockThatAnotherProcessKeepsIsBusyAfterTenSeconds() throws Exception {
        Process other =
                new ProcessBuilder(host.executable().toString(), "-NoProfile", "-Command", keepsTheLock()).start();
        try {
            assertEquals("kept", new String(other.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
            long from = System.nanoTime();

            Failure failure = machine.observe(List.of(ID)).get(ID).failure();

            assertEquals("HVN.LeaseBusy", failure.details().errorId());
            assertTrue(System.nanoTime() - from >= 10_000_000_000L);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertFalse(machine.observe(List.of(ID)).get(ID).isFailure(), "whoever died has no lock");
    }

    private String keepsTheLock() {
        Path lock = host.leases().toPath().resolve(ID + ".lock");
        return "$kept = [IO.File]::Open('" + lock
                + "', 'OpenOrCreate', 'ReadWrite', 'None'); 'kept'; [Threading.Thread]::Sleep(60000)";
    }
}
