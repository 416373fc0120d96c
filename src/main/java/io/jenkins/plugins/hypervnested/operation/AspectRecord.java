package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;

/**
 * What the journal keeps of one aspect of a VM, enough to restore it without the lease.
 *
 * @param aspect {@code nesting}, {@code power}, {@code spoofing}, …
 * @param object id of the adapter or other object that the aspect is of; empty when it is of the VM itself
 * @param first the value before anybody changed it
 * @param set the value that we set; empty when we set none
 */
public record AspectRecord(String aspect, String object, String first, String set) implements Serializable {}
