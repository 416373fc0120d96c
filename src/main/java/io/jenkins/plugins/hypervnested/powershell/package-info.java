/**
 * The verbs over one PowerShell process: how the process is reached, what travels over its pipes, and what the answers
 * mean.
 *
 * <p>{@link io.jenkins.plugins.hypervnested.powershell.PowerShellMachine} is the way in. It speaks what {@code
 * docs/protocol.md}
 * says, bounds every call in time and everything that comes back in size and shape, and never takes for an answer what
 * the
 * machine printed of its own. The guests of a machine's VMs are machines too, over the same process. Nothing here knows
 * Jenkins.
 */
package io.jenkins.plugins.hypervnested.powershell;
