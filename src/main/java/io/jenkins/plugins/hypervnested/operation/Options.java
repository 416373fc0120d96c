package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an operation goes about it.
 *
 * @param restart what may be done to a VM that runs and has to be off
 * @param start whether a VM that was off is started in the end
 * @param waitFor what a started VM must show before it is ready
 * @param timeout bound on the whole operation, waiting for others included
 * @param whenHeld what to do while another run stands in the way
 * @param dryRun only say what would be done
 * @param macSpoofing whether spoofing is wanted on all adapters as well
 * @param restorePower whether a VM that ran first is started again when the last holder leaves
 * @param rollback whether the change is given back when the run ends; false keeps it: leaving makes what is there the value before
 * @param guestBuild the guest's Windows build, where its author knows it and the guest does not tell; 0 otherwise
 */
public record Options(
        Restart restart,
        boolean start,
        WaitFor waitFor,
        Duration timeout,
        WhenHeld whenHeld,
        boolean dryRun,
        boolean macSpoofing,
        boolean restorePower,
        boolean rollback,
        int guestBuild)
        implements Serializable {

    /** What may be done to a VM that runs and has to be off. */
    public enum Restart {
        /** The guest is asked to shut down, with a bound; when it does not, the operation fails. */
        GRACEFUL,
        /** The guest is asked to shut down, with a bound; when it does not, it is turned off. Also granted to the rollback. */
        FORCE,
        /** Nothing: a VM that is not off is refused. */
        NEVER
    }

    /** What a started VM must show before it is ready. */
    public enum WaitFor {
        HEARTBEAT,
        RUNNING,
        NONE
    }

    /** What to do while another run stands in the way. */
    public enum WhenHeld {
        WAIT,
        FAIL
    }

    /** The documented defaults of the steps. */
    public static Options defaults() {
        return new Options(
                Restart.GRACEFUL,
                false,
                WaitFor.HEARTBEAT,
                Duration.ofMinutes(15),
                WhenHeld.WAIT,
                false,
                false,
                true,
                true,
                0);
    }
}
