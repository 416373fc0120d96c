package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How an operation goes about it.
 *
 * @param restart what may be done to a VM that runs and has to be off
 * @param start whether a VM that was off is started in the end
 * @param waitFor what a started VM must show before it is ready
 * @param timeout bound on the whole operation, waiting for others included
 * @param whenHeld what to do while another run stands in the way
 * @param dryRun only say what would be done
 * @param spoofing what is wanted of MAC address spoofing; null when nothing is
 * @param inside what is wanted inside the VM or the machine; null when nothing is
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
        Spoofing spoofing,
        Inside inside,
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

    /**
     * What is wanted of MAC address spoofing.
     *
     * @param on whether it is to be allowed
     * @param adapters exact names of the adapters; empty means all of the VM
     */
    public record Spoofing(boolean on, List<String> adapters) implements Serializable {

        public static final Spoofing ON_ALL = new Spoofing(true, List.of());

        public Spoofing {
            adapters = List.copyOf(adapters);
        }
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
                null,
                null,
                true,
                true,
                0);
    }

    public Options withRestart(Restart restart) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withStart(boolean start) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withWaitFor(WaitFor waitFor) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withTimeout(Duration timeout) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withWhenHeld(WhenHeld whenHeld) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withDryRun(boolean dryRun) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withSpoofing(Spoofing spoofing) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withInside(Inside inside) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withRestorePower(boolean restorePower) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }

    public Options withRollback(boolean rollback) {
        return new Options(
                restart,
                start,
                waitFor,
                timeout,
                whenHeld,
                dryRun,
                spoofing,
                inside,
                restorePower,
                rollback,
                guestBuild);
    }
}
