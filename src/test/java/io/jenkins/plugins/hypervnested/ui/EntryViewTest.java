package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A page says <em>put back</em> only of what was. */
class EntryViewTest {

    @Test
    void whatWasPutBackIsSaidToBe() {
        assertEquals(Messages.EntryView_Returned(), EntryView.returned(true, false, true));
    }

    @Test
    void whatOthersStillHoldIsNotPutBack() {
        assertEquals(Messages.EntryView_PassedOn(), EntryView.returned(true, true, true));
    }

    @Test
    void whatNoLeaseRecordedWasNeverChanged() {
        assertEquals(Messages.EntryView_NothingOwed(), EntryView.returned(true, false, false));
    }

    @Test
    void whatTheStepWantedToStayIsKept() {
        assertEquals(Messages.EntryView_Kept(), EntryView.returned(false, false, true));
        assertEquals(Messages.EntryView_Kept(), EntryView.returned(false, false, false));
    }
}
