package io.jenkins.plugins.hypervnested.journal;

import java.time.Duration;
import java.time.Instant;

/** Whether something is due by the controller's clock, which may be set back. */
final class Due {

    private Due() {}

    /**
     * {@return whether a moment has come} One that is far farther away than it can ever have been was told by a clock that was set back
     * since: waiting for it would take as long as the clock was wrong.
     *
     * @param within how far away it was at most when it was told
     */
    static boolean hasCome(Instant moment, Instant now, Duration within) {
        return !now.isBefore(moment) || moment.isAfter(now.plus(within.multipliedBy(2)));
    }
}
