package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;

/**
 * One thing that a check found.
 *
 * @param id stable id, such as {@code amd-host-too-old}
 * @param severity whether it stops a change
 * @param vm name of the VM; empty when it is about the machine
 * @param seen what was seen
 * @param remedy what to do
 */
public record Finding(String id, Severity severity, String vm, String seen, String remedy) implements Serializable {

    /** Whether a finding stops a change. */
    public enum Severity {
        BLOCKS,
        WARNS,
        INFORMS
    }
}
