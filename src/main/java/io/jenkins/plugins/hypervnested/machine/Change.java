package io.jenkins.plugins.hypervnested.machine;

/** One change of one VM, told by an actor. The machine refuses it unless the lease's actor has that epoch. */
public sealed interface Change {

    /** {@return id of the VM} */
    String vmId();

    /** {@return the epoch under which the teller has the floor} */
    String epoch();

    /** Asks the guest to shut down ({@code Msvm_ShutdownComponent.InitiateShutdown}, without force) and returns at once. */
    record AskShutdown(String vmId, String epoch) implements Change {}

    /** Turns the VM off as pulling the plug does. */
    record TurnOff(String vmId, String epoch) implements Change {}

    /** Starts a VM that is off, or resumes one that is saved. */
    record Start(String vmId, String epoch) implements Change {}

    /** Resumes a VM that is paused. */
    record Resume(String vmId, String epoch) implements Change {}

    /** Exposes the processor's virtualization extensions to the VM, or hides them. The VM must be off. */
    record Expose(String vmId, String epoch, boolean on) implements Change {}

    /** Allows or forbids MAC address spoofing on one adapter, named by its id. */
    record Spoof(String vmId, String epoch, String adapterId, boolean on) implements Change {}
}
