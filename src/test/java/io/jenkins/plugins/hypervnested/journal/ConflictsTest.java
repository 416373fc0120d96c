package io.jenkins.plugins.hypervnested.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.operation.Options;
import org.junit.jupiter.api.Test;

class ConflictsTest {

    private static final String ID = "0c9a4f1e-6d7b-4b7e-9a55-0f9d8b7a6c5d";

    private final JournalFixture fixture = new JournalFixture();

    @Test
    void vmsOfOneNameOnTwoHostsAreTwo() {
        JournalEntry one = fixture.entry("job", "node-1");
        JournalEntry other = fixture.entry("job", "node-1", new HostRef("other-id", "other"), Options.defaults());
        assertFalse(Conflicts.mayBeSameVm(one, other));
    }

    @Test
    void namesThatDifferInCapitalsAreTwoVms() {
        assertFalse(Conflicts.mayBeSameVm(fixture.entry("job", "node-1"), fixture.entry("job", "NODE-1")));
    }

    @Test
    void aNameAndAnIdMayBeTheSameAsLongAsNothingElseIsKnown() {
        assertTrue(Conflicts.mayBeSameVm(fixture.entry("job", "node-1"), fixture.entry("job", ID)));
    }

    @Test
    void aNameWhoseIdIsKnownIsComparedByIt() {
        JournalEntry named = fixture.held("job", "node-1");
        assertFalse(Conflicts.mayBeSameVm(named, fixture.entry("job", ID)));
    }

    @Test
    void anIdWhoseNameIsKnownIsComparedByIt() {
        JournalEntry byId = fixture.entry("job", ID);
        fixture.journal.update(byId.getId(), e -> {
            e.vmId = ID;
            e.vmName = "node-1";
        });
        assertTrue(Conflicts.mayBeSameVm(fixture.now(byId), fixture.entry("job", "node-1")));
        assertFalse(Conflicts.mayBeSameVm(fixture.now(byId), fixture.entry("job", "node-2")));
    }

    @Test
    void aLaterCallDoesNotHoldUpAnEarlierOne() {
        JournalEntry first = fixture.entry("job", "node-1");
        JournalEntry second = fixture.entry("job", "node-1");
        assertEquals(0, Conflicts.before(first, fixture.journal.openEntries()).size());
        assertEquals(1, Conflicts.before(second, fixture.journal.openEntries()).size());
    }
}
