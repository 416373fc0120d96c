package io.jenkins.plugins.hypervnested.machine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One Windows machine that runs Hyper-V, reached for the length of one operation.
 *
 * <p>Every verb may throw {@link MachineException} when the machine as a whole does not answer as it should; what goes
 * wrong with one VM comes back beside that VM, so that the others go on. Every verb is bounded in time by its
 * implementation. Verbs that take many VMs work on them side by side. Not safe for use by several threads at once,
 * except {@link #close()}, which ends a verb that is under way.
 */
public interface Machine extends AutoCloseable {

    /** {@return what kind of machine this is, and what the account that reaches it may do there} */
    MachineFacts describe() throws MachineException, InterruptedException;

    /**
     * Finds VMs by their exact name (compared ordinally, case included) or their id.
     *
     * @return for each reference every VM that it fits, in no order: none, one, or several of the same name
     */
    Map<VmRef, List<VmState>> find(Collection<VmRef> references) throws MachineException, InterruptedException;

    /**
     * Reads what a check needs of each VM beyond its state: guest system, checkpoints, replication and the like.
     *
     * @param vmIds ids as {@link VmState#id()} gives them
     */
    Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds) throws MachineException, InterruptedException;

    /**
     * Reads state and lease of each subject; the lease is read under its lock, the state after it and before the lock is
     * let go, so nobody who obeys the lease changed the one between the two readings. Refreshes the sign of life of every floor that this process has.
     */
    Map<String, Answer<Observation>> observe(Collection<String> subjects) throws MachineException, InterruptedException;

    /**
     * Waits until the state of any of the subjects differs from what was last seen, or the slice is over.
     *
     * @param lastSeen {@link Subject#fingerprint()} by subject
     * @param slice at most 30 seconds, so that progress and abort stay prompt
     * @return the ids of those that differ now; empty when the slice is over
     */
    List<String> await(Map<String, String> lastSeen, Duration slice) throws MachineException, InterruptedException;

    /** Replaces leases, each only if it still is what its writer read; see {@link LeaseWrite}. */
    Map<String, Answer<LeaseWrite.Outcome>> writeLeases(Collection<LeaseWrite> writes)
            throws MachineException, InterruptedException;

    /**
     * Tells each subject one change, side by side. A change whose epoch is not that of the lease's actor is refused by the
     * machine ({@link Failure.Fenced}) and changes nothing. No change waits for its effect beyond what the platform's own
     * call takes.
     *
     * @param changes at most one for each subject
     * @return by subject: what went wrong, or {@link Answer#of done}
     */
    Map<String, Answer<Done>> change(Collection<Change> changes) throws MachineException, InterruptedException;

    /**
     * Opens a session in the guest of a VM of this machine (PowerShell Direct), and speaks with the guest as with a machine of its own.
     * Only one of the two is spoken to at a time; closing this machine ends the session.
     *
     * @param vmId id of the VM, which must run
     * @param login the name of a login that was given together with this machine; who logs in is an administrator there
     * @return the guest; closing it ends the session and nothing else
     * @throws MachineException {@link Failure.Unreachable} while the guest is still booting or cannot be reached in this way;
     *     {@link Failure.NotPermitted} when it does not take the login; {@link Failure.WrongState} when the VM does not run
     */
    Machine inside(String vmId, String login) throws MachineException, InterruptedException;

    /** {@return every lease on this machine, by subject, unreadable ones included} */
    Map<String, LeaseSeen> leases() throws MachineException, InterruptedException;

    /**
     * Ends the process of an actor that has been silent, where that process still is the one that took the floor (same id
     * and start time) and runs on this machine.
     *
     * @return whether that process is gone now
     */
    boolean endActor(String subject, String epoch) throws MachineException, InterruptedException;

    /** Lets go of the machine: ends sessions and processes. Never throws; may be called more than once and from any thread. */
    @Override
    void close();

    /** That a change was told and the platform did not object. It says nothing of its effect: observe. */
    enum Done {
        DONE
    }
}
