package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;

/** Where a request meets a machine. */
public final class Operations {

    private Operations() {}

    /**
     * Carries out a request. Runs in the calling thread until it is done, interrupted, or every VM of it has an end.
     *
     * @throws MachineException when the machine as a whole failed; what was joined until then is still held
     * @throws InterruptedException when the thread was interrupted; what was joined until then is still held
     */
    public static Result run(Machine machine, Request request, Progress progress)
            throws MachineException, InterruptedException {
        return new Operation(machine, request, progress).run();
    }
}
