package io.jenkins.plugins.hypervnested.machine;

/**
 * A subject and its lease at one moment.
 *
 * @param subject the VM, or the machine's own network or role
 * @param lease its lease
 * @param clock the machine's clock at that moment
 * @param processId the process that answers on that machine: what a lease names as its actor
 * @param processStarted when that process started, in the platform's own file time; with the id it names a process for good
 */
public record Observation(Subject subject, LeaseSeen lease, Clock clock, long processId, long processStarted) {

    /** {@return the VM, where the subject is one} */
    public VmState vm() {
        return (VmState) subject;
    }

    /** {@return the network, where the subject is one} */
    public NetworkState network() {
        return (NetworkState) subject;
    }

    /** {@return the role, where the subject is one} */
    public RoleState role() {
        return (RoleState) subject;
    }
}
