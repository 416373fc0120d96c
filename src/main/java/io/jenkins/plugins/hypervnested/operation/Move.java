package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;

/** What one task wants of the machine next. The moves of all tasks go to the machine together. */
sealed interface Move {

    /**
     * Replace the lease.
     *
     * @param write the replacement
     * @param then what to do once it was written; nothing is done when somebody was faster
     */
    record Write(LeaseWrite write, Runnable then) implements Move {}

    /**
     * Change the VM.
     *
     * @param change the change
     * @param sentence what it is, for the log
     */
    record Tell(Change change, String sentence) implements Move {}

    /** End the process of an actor that is silent. */
    record EndActor(String epoch) implements Move {}

    /** Nothing to do until the VM, the lease or the clock has moved. */
    record Wait(String reason) implements Move {}

    /** Look again at once: what to do has changed. */
    record Again() implements Move {}

    /** Nothing more to do, ever. */
    record End() implements Move {}
}
