package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What nobody else gives back is given up by the path of every rollback. */
class AdoptionTest {

    private final JournalFixture fixture = new JournalFixture();

    private static FoundHolding found(String entry, String subject) {
        FoundLease lease = Leases.of(subject, Leases.holder(entry, "other-controller", "its-start"));
        return new FoundHolding(
                JournalFixture.HOST, FakeStarter.MACHINE, lease, lease.holders().get(0));
    }

    private JournalEntry adopt(FoundHolding found) throws IOException {
        return fixture.decisions.adopt(found, "admin", " its Jenkins is gone ");
    }

    private Target asked() {
        return fixture.agents.only().order.request().targets().get(0);
    }

    @Test
    void whatAnotherControllerHoldsIsLeftUnderItsOwnEntryOnTheMachineThatWasSeen() throws IOException {
        adopt(found(Leases.ENTRY, Leases.VM));
        Request request = fixture.agents.only().order.request();
        assertEquals(Request.Kind.ROLL_BACK, request.kind());
        assertEquals(FakeStarter.MACHINE, request.expected());
        assertEquals(VmRef.id(Leases.VM), asked().vm());
        assertEquals(Leases.ENTRY, asked().holder().entry());
        assertEquals(List.of(new AspectRecord("nesting", "", "off", "on")), asked().recorded());
    }

    @Test
    void aJoinOfItMayBeOnItsWayForAsLongAsTheLongestStep() throws IOException {
        adopt(found(Leases.ENTRY, Leases.VM));
        assertTrue(asked().joinable().compareTo(Duration.ofHours(47)) > 0, asked()::toString);
    }

    @Test
    void whoDidItAndWhyIsSavedBeforeTheRequestLeaves() throws IOException {
        adopt(found(Leases.ENTRY, Leases.VM));
        JournalEntry saved = fixture.store.saved.get(Leases.ENTRY);
        assertEquals(JournalEntry.State.RETURNING, saved.getState());
        assertEquals("admin", saved.getAdoptedBy());
        assertEquals("its Jenkins is gone", saved.getAdoptedReason());
        assertEquals("other-controller", saved.getAdoptedFrom());
        assertTrue(saved.getLog().get(0).contains("nightly #7"), saved.getLog()::toString);
    }

    @Test
    void nothingIsSentThatCouldNotBeSaved() {
        fixture.store.full = true;
        assertThrows(IOException.class, () -> adopt(found(Leases.ENTRY, Leases.VM)));
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void whatGetsStuckIsTriedAgainByTheSweep() throws IOException {
        JournalEntry entry = adopt(found(Leases.ENTRY, Leases.VM));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertEquals(StuckReason.DOES_NOT_SHUT_DOWN, fixture.now(entry).getStuckReason());
        EndedRuns runs = new EndedRuns(fixture.journal, new EndedRuns.Runs() {
            @Override
            public Optional<Boolean> goesOn(JournalEntry of) {
                return Optional.empty();
            }

            @Override
            public Optional<String> whereItMoved(JournalEntry of) {
                return Optional.empty();
            }

            @Override
            public boolean hasJob(String fullName) {
                return true;
            }
        });
        assertTrue(runs.isEnded(fixture.now(entry), Instant.now()));
    }

    @Test
    void anEntryThatWasClosedIsOpenedAgainAndKeepsWhatItKnows() throws IOException {
        JournalEntry entry = fixture.heldInside("job", "node-1");
        fixture.journal.update(entry.getId(), Transitions.forgotten("somebody", "no time", Instant.EPOCH));
        adopt(found(entry.getId(), Leases.VM));
        JournalEntry again = fixture.now(entry);
        assertTrue(again.isOpen());
        assertNull(again.getForgottenBy());
        assertTrue(again.getLog().get(0).contains("given up by somebody: no time"));
        assertEquals("guest", again.getCredentials().get(0).getName());
        assertEquals(
                "10.0.0.0/24",
                fixture.agents.only().order.request().options().inside().nat().prefix());
    }

    @Test
    void anEntryThatIsOpenStaysWithItsRun() throws IOException {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.controller.frozen = "so that nothing is given back";
        adopt(found(entry.getId(), Leases.VM));
        assertNull(fixture.now(entry).getAdoptedBy());
        assertEquals(JournalEntry.State.HELD, fixture.now(entry).getState());
    }

    @Test
    void theNetworkOfAMachineIsGivenBackAsSuch() throws IOException {
        adopt(found(Leases.ENTRY, "network"));
        assertEquals(VmRef.MACHINE, asked().vm());
        assertTrue(fixture.agents.only().order.request().options().inside().nat() != null);
    }

    @Test
    void whatCannotBeGivenBackFromHereIsRefused() {
        assertFalse(found(Leases.ENTRY, "role").isAdoptable());
        assertFalse(found("../../secrets", Leases.VM).isAdoptable());
        assertThrows(IllegalArgumentException.class, () -> adopt(found("../../secrets", Leases.VM)));
    }

    @Test
    void aReasonIsNeeded() {
        assertThrows(
                IllegalArgumentException.class,
                () -> fixture.decisions.adopt(found(Leases.ENTRY, Leases.VM), "admin", "  "));
    }
}
