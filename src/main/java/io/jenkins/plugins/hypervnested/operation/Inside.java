package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;

/**
 * What is wanted inside a machine.
 *
 * @param login name of the login of the VM's guest; empty when the machine itself is meant
 * @param nat the network that is wanted; null when the Hyper-V role is
 */
public record Inside(String login, Nat nat) implements Serializable {}
