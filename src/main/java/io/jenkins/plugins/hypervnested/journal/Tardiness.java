package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Failure;

/** That a call was not over in time. */
final class Tardiness {

    private Tardiness() {}

    static Failure failure(CallOrder order, String waitedFor) {
        return new Failure.TimedOut(new Failure.Details(
                "finish within the step's timeout",
                order.host().name(),
                "",
                waitedFor.isEmpty() ? "as the log says" : "unchanged, it waits: " + waitedFor,
                "Use a longer timeout; what was begun is put back when the run ends.",
                "HVN.TimedOut",
                "",
                ""));
    }
}
