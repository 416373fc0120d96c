package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What breaks in one place holds up nothing else, and nothing for ever. */
class BrokenEntryTest {

    private final JournalFixture fixture = new JournalFixture();

    private JournalEntry broken(String vm) {
        JournalEntry entry = fixture.held("job", vm);
        // as after a change by hand, or by somebody who has an agent in his hands
        fixture.journal.update(entry.getId(), e -> e.vmId = "\0");
        return fixture.now(entry);
    }

    @Test
    void anEntryThatCannotBeAskedForHoldsUpNoOtherAndSaysWhatToDo() {
        JournalEntry first = fixture.held("job", "node-1");
        JournalEntry broken = broken("node-2");
        JournalEntry last = fixture.held("job", "node-3");

        fixture.rollback.giveBack(List.of(first, broken, last));
        fixture.agents.started.forEach(started -> started.endsAll(VmResult.End.RESTORED, false));

        assertFalse(fixture.now(first).isOpen());
        assertFalse(fixture.now(last).isOpen());
        assertEquals(JournalEntry.State.STUCK, fixture.now(broken).getState());
        assertTrue(fixture.now(broken).getStuckText().contains(broken.getId()));
    }

    @Test
    void anEntryThatCouldNotBeAskedForIsTriedAgain() {
        JournalEntry broken = broken("node-1");
        fixture.rollback.giveBack(List.of(broken));
        fixture.journal.update(broken.getId(), e -> e.vmId = "id-node-1");

        fixture.rollback.retry(broken.getId(), "somebody who mended it");
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);

        assertFalse(fixture.now(broken).isOpen());
    }

    @Test
    void whatBreaksInTheSweepKeepsNothingFromBeingGivenBack() {
        JournalEntry entry = fixture.held("job", "node-1");
        fixture.journal.update(entry.getId(), e -> e.runGone = true);
        Recovery.Hosts broken = new Recovery.Hosts() {
            @Override
            public List<HostRef> all() {
                throw new IllegalStateException("a cloud that cannot be asked");
            }

            @Override
            public boolean isReachable(String id) {
                throw new IllegalStateException("a cloud that cannot be asked");
            }

            @Override
            public boolean isWithoutAgent(String id) {
                throw new IllegalStateException("a cloud that cannot be asked");
            }
        };
        Recovery recovery =
                new Recovery(() -> fixture.journal, () -> fixture.rollback, () -> fixture.surveys, null, broken);

        recovery.sweep();

        assertEquals(List.of("id-node-1"), fixture.agents.only().asked());
    }

    @Test
    void anEntryWhoseSavingBreaksIsSavedLaterAndHoldsUpNoOther() {
        JournalEntry first = fixture.held("job", "node-1");
        JournalEntry last = fixture.held("job", "node-2");
        fixture.store.broken = first.getId();
        fixture.rollback.giveBack(List.of(first, last));
        fixture.agents.only().endsAll(VmResult.End.RESTORED, false);
        fixture.journal.tidy(fixture.controller.now);
        assertFalse(fixture.store.saved.get(last.getId()).isOpen());
        assertTrue(fixture.store.saved.get(first.getId()).isOpen());

        fixture.store.broken = null;
        fixture.journal.tidy(fixture.controller.now);
        assertFalse(fixture.store.saved.get(first.getId()).isOpen());
    }

    @Test
    void aListenerThatBreaksKeepsNeitherTheOthersNorTheRollbackFromGoingOn() {
        JournalEntry entry = fixture.held("job", "node-1");
        int[] heard = new int[1];
        fixture.journal.addListener(() -> {
            throw new IllegalStateException("a build log that is closed");
        });
        fixture.journal.addListener(() -> heard[0]++);

        fixture.rollback.giveBack(List.of(entry));
        fixture.agents.only().endsAll(VmResult.End.FAILED, true);
        fixture.rollback.retry(entry.getId(), "somebody");
        fixture.agents.last().endsAll(VmResult.End.RESTORED, false);

        assertEquals(2, fixture.agents.started.size());
        assertFalse(fixture.now(entry).isOpen());
        assertTrue(heard[0] > 0);
    }

    @Test
    void aStepWhoseRequestCouldNotBeStartedHasAnEnd() {
        fixture.agents.broken = true;
        assertThrows(IllegalStateException.class, () -> fixture.call("job", "node-1"));
        JournalEntry entry = fixture.journal.entries().get(0);
        fixture.room.tick(fixture.deadline.plusSeconds(1));
        assertTrue(fixture.now(entry).operating);

        fixture.room.tick(fixture.deadline.plusSeconds(31));

        assertFalse(fixture.now(entry).operating, "it is over, and holds up no later step of its run");
        assertTrue(fixture.now(entry).isOpen(), "nobody knows what was sent");
    }
}
