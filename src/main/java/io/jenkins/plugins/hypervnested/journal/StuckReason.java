package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.machine.Failure;
import org.jvnet.localizer.Localizable;

/** Why an entry could not be given back yet. Saved by name: never rename one. */
public enum StuckReason {
    NO_AGENT(Messages._StuckReason_NO_AGENT()),
    AGENT_LOST(Messages._StuckReason_AGENT_LOST()),
    HOST_REMOVED(Messages._StuckReason_HOST_REMOVED()),
    CREDENTIALS_GONE(Messages._StuckReason_CREDENTIALS_GONE()),
    WRONG_MACHINE(Messages._StuckReason_WRONG_MACHINE()),
    LEASE_LOST(Messages._StuckReason_LEASE_LOST()),
    LEASE_UNREADABLE(Messages._StuckReason_LEASE_UNREADABLE()),
    DOES_NOT_SHUT_DOWN(Messages._StuckReason_DOES_NOT_SHUT_DOWN()),
    UNREACHABLE(Messages._StuckReason_UNREACHABLE()),
    VM_GONE(Messages._StuckReason_VM_GONE()),
    RUN_NOT_FOUND(Messages._StuckReason_RUN_NOT_FOUND()),
    /** What is inside the VM is stuck, and has to be given back before. */
    WAITS_FOR(Messages._StuckReason_WAITS_FOR()),
    /** A lease was written by another who takes itself for this controller. */
    UNKNOWN_START(Messages._StuckReason_UNKNOWN_START()),
    FAILED(Messages._StuckReason_FAILED());

    private final Localizable text;

    StuckReason(Localizable text) {
        this.text = text;
    }

    /** {@return what is wrong, localised} */
    @Override
    public String toString() {
        return text.toString();
    }

    static StuckReason of(Outcome outcome) {
        return switch (outcome.kind()) {
            case NO_AGENT -> NO_AGENT;
            case NO_HOST -> HOST_REMOVED;
            case NO_CREDENTIALS -> CREDENTIALS_GONE;
            case LOST, CANCELLED, DONE -> AGENT_LOST;
            case FAILED, NOT_OPENED -> of(outcome.failure());
        };
    }

    static StuckReason of(Failure failure) {
        if (failure == null) {
            return FAILED;
        }
        return switch (failure.details().errorId()) {
            case "HVN.WrongMachine" -> WRONG_MACHINE;
            case "HVN.LeaseLost" -> LEASE_LOST;
            case "HVN.LeaseDamaged", "HVN.LeaseNewer" -> LEASE_UNREADABLE;
            case "HVN.DoesNotShutDown", "HVN.NoShutdown" -> DOES_NOT_SHUT_DOWN;
            case "HVN.VmGone" -> VM_GONE;
            case UnknownStart.ID -> UNKNOWN_START;
            default -> failure instanceof Failure.Unreachable ? UNREACHABLE : FAILED;
        };
    }
}
