package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;

/**
 * What somebody asked of a machine, for the failure that may come of it.
 *
 * @param what a clause, such as {@code start VM 'node-1'}
 * @param machine name of the machine
 * @param object what it was about; empty when about the whole machine
 * @param changes whether it may have changed something
 */
record Asked(String what, String machine, String object, boolean changes) {

    /** {@return the state in which something is left that was asked and not answered} */
    String stateWhenLost() {
        return changes ? "unknown" : "unchanged";
    }

    Failure.Details details(String state, String remedy, String errorId, String category, String message) {
        return new Failure.Details(what, machine, object, state, remedy, errorId, category, message);
    }
}
