package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run gives back before it ends. */
class ReleaseTest {

    private final JournalFixture fixture = new JournalFixture();
    private final Heard heard = new Heard();

    /** What a step hears. */
    private static final class Heard implements Release.Listener {
        final List<String> lines = new ArrayList<>();
        Released end;

        @Override
        public void say(String vm, String text) {
            lines.add(vm + ": " + text);
        }

        @Override
        public void released(Released released) {
            assertNull(end, "it ended twice");
            end = released;
        }
    }

    private Release release(String id, Holdings.Which which) {
        return new Release(id, fixture.journal, fixture.rollback, fixture.journal.entries(), which, heard);
    }

    private Release begin(String vm) {
        Release release = release("step", new Holdings.Which("host-id", "lab-host", vm));
        release.begin();
        return release;
    }

    @Test
    void oneThatWasLeftBeforeItBeganListensToNothing() {
        fixture.held("job", "node-1");
        Release release = release("step", Holdings.Which.ALL);
        release.leave();
        release.begin();
        assertFalse(fixture.journal.isListenedTo());
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void oneThatHasEndedListensToNothing() {
        fixture.held("job", "node-1");
        begin(null);
        assertTrue(fixture.journal.isListenedTo());
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertFalse(fixture.journal.isListenedTo());
    }

    @Test
    void nothingHeldIsAnEmptyEnd() {
        begin(null);
        assertEquals(new Released(List.of(), List.of(), List.of()), heard.end);
    }

    @Test
    void oneVmIsGivenBackAndTheOtherStaysHeld() {
        fixture.held("job", "node-1");
        JournalEntry other = fixture.held("job", "node-2");
        begin("node-1");
        assertEquals(List.of("id-node-1"), fixture.agents.only().asked());
        assertNull(heard.end);
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertEquals(new Released(List.of("node-1"), List.of(), List.of()), heard.end);
        assertEquals(JournalEntry.State.HELD, fixture.now(other).getState());
    }

    @Test
    void theLinesOfTheEntriesAreToldAsTheyComeAndOnce() {
        fixture.held("job", "node-1");
        begin(null);
        fixture.agents.only().listener.progress("node-1", "waits for the guest to shut down");
        assertEquals(List.of("node-1: waits for the guest to shut down"), heard.lines);
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertEquals(List.of("node-1: waits for the guest to shut down", "node-1: restored"), heard.lines);
    }

    @Test
    void whatOthersStillHoldIsPassedOn() {
        fixture.held("job", "node-1");
        begin(null);
        fixture.agents.only().endsAll(VmResult.End.PASSED_ON, false);
        assertEquals(new Released(List.of(), List.of("node-1"), List.of()), heard.end);
    }

    @Test
    void whatIsStuckIsToldWithItsReasonAndStaysOwed() {
        JournalEntry entry = fixture.held("job", "node-1");
        begin(null);
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertEquals("node-1", heard.end.stuck().get(0).vm());
        assertEquals(fixture.now(entry).getStuckText(), heard.end.stuck().get(0).error());
        assertTrue(heard.end.released().isEmpty());
        assertTrue(fixture.now(entry).isOpen());
    }

    @Test
    void whatWasStuckIsTriedAgainByTheNextOne() {
        fixture.held("job", "node-1");
        begin(null);
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        heard.end = null;
        release("next", Holdings.Which.ALL).begin();
        assertNull(heard.end);
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(List.of("node-1"), heard.end.released());
    }

    @Test
    void whatIsInsideTheVmGoesWithItAndFirst() {
        JournalEntry outer = fixture.held("job", "node-1");
        JournalEntry inner = fixture.inside("job", "", "node-1");
        fixture.journal.update(inner.getId(), e -> e.operating = false);
        begin("node-1");
        assertEquals(
                inner.getId(),
                fixture.agents.only().order.request().targets().get(0).holder().entry());
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertNull(heard.end);
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertFalse(fixture.now(outer).isOpen());
        assertEquals(List.of("node-1", "lab-host"), heard.end.released());
    }

    @Test
    void aVmWhoseInsideIsStuckEndsAsStuckAsWell() {
        fixture.held("job", "node-1");
        fixture.heldInside("job", "node-1");
        begin(null);
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        assertEquals(2, heard.end.stuck().size());
    }

    @Test
    void aVmThatWaitedInVainIsWaitedForWhenItsInsideIsTriedAgain() {
        fixture.held("job", "node-1");
        fixture.heldInside("job", "node-1");
        begin(null);
        fixture.agents.last().endsAll(VmResult.End.FAILED, true);
        heard.end = null;
        release("next", Holdings.Which.ALL).begin();
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertNull(heard.end);
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(List.of("node-1"), heard.end.released());
    }

    @Test
    void aStepThatWorksOnTheVmIsWaitedFor() {
        fixture.held("job", "node-1");
        JournalEntry busy = fixture.entry("job", "node-1");
        begin("node-1");
        assertTrue(fixture.agents.started.isEmpty());
        assertEquals(1, heard.lines.size());
        fixture.journal.update(busy.getId(), e -> {
            e.operating = false;
            e.state = JournalEntry.State.HELD;
            e.vmId = "id-node-1";
        });
        assertEquals(
                busy.getId(),
                fixture.agents.only().order.request().targets().get(0).holder().entry());
    }

    @Test
    void whatCountsIsWhatBecameOfTheVmAfterTheLastOfIt() {
        fixture.held("job", "node-1");
        fixture.held("job", "node-1");
        begin("node-1");
        fixture.agents.last().endsAll(VmResult.End.PASSED_ON, false);
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);
        assertEquals(List.of("node-1"), heard.end.released());
        assertEquals(List.of(), heard.end.passedOn());
    }

    @Test
    void afterARestartTheSameStepGoesOnWithWhatItGaveBack() {
        JournalEntry first = fixture.held("job", "node-1");
        JournalEntry second = fixture.held("job", "node-2");
        begin(null).leave();
        fixture.journal.update(first.getId(), Transitions.returned("restored"));
        fixture.held("job", "node-3");
        Release resumed = release("step", Holdings.Which.ALL);
        assertEquals(List.of("node-1", "node-2"), resumed.names());
        resumed.begin();
        fixture.journal.update(second.getId(), Transitions.passedOn());
        assertEquals(new Released(List.of("node-1"), List.of("node-2"), List.of()), heard.end);
    }

    @Test
    void oneThatIsLeftSaysWhetherSomethingGoesOnAndHearsNoMore() {
        fixture.held("job", "node-1");
        Release release = begin(null);
        assertTrue(release.leave());
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        assertNull(heard.end);
        assertTrue(heard.lines.isEmpty(), heard.lines::toString);
    }

    @Test
    void oneThatIsLeftWhileAStepWorksOnTheVmGivesNothingBack() {
        JournalEntry busy = fixture.entry("job", "node-1");
        Release release = begin(null);
        assertFalse(release.leave());
        fixture.journal.update(busy.getId(), e -> e.operating = false);
        assertTrue(fixture.agents.started.isEmpty());
    }

    @Test
    void whatSomebodyForgetsMeanwhileWasNotGivenBack() {
        JournalEntry entry = fixture.held("job", "node-1");
        begin(null);
        fixture.rollback.forget(entry.getId(), "admin", "by hand");
        assertTrue(heard.end.stuck().get(0).error().contains("by hand"));
    }

    @Test
    void aCallOnTheVmWaitsUntilItWasGivenBack() {
        fixture.held("job", "node-1");
        begin(null);
        fixture.call("job", "node-1");
        assertEquals(1, fixture.agents.started.size());
    }

    @Test
    void whatComesForTheInsideOfAVmThatIsBeingGivenBackWaitsForThat() {
        JournalEntry outer = fixture.held("job", "node-1");
        begin(null);
        JournalEntry inner = fixture.inside("job", "node-1");
        assertTrue(fixture.now(outer).getDependsOn().isEmpty());
        assertEquals(
                List.of(outer.getId()),
                Conflicts.before(inner, fixture.journal.openEntries()).stream()
                        .map(JournalEntry::getId)
                        .toList());
    }

    @Test
    void whatAVmWaitsForBeforeItIsGivenBackIsNotHeldUpByIt() {
        JournalEntry outer = fixture.held("job", "node-1");
        JournalEntry inner = fixture.inside("job", "node-1");
        fixture.journal.update(outer.getId(), Transitions.waits(Instant.now(), "waits"));
        assertTrue(Conflicts.before(inner, fixture.journal.openEntries()).isEmpty());
    }
}
