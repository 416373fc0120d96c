package io.jenkins.plugins.hypervnested.machine;

/**
 * A VM and its lease at one moment.
 *
 * @param vm the VM
 * @param lease its lease
 * @param clock the machine's clock at that moment
 * @param processId the process that answers on that machine: what a lease names as its actor
 * @param processStarted when that process started, in the platform's own file time; with the id it names a process for good
 */
public record Observation(VmState vm, LeaseSeen lease, Clock clock, long processId, long processStarted) {}
