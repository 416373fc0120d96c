package io.jenkins.plugins.hypervnested.machine;

/**
 * A network adapter of a VM.
 *
 * @param id the platform's id, {@code Microsoft:<VM id>\<adapter id>}; stays through a rename
 * @param name the display name; need not be unique
 * @param spoofing whether MAC address spoofing is allowed
 * @param switchId id of the connected switch; empty when connected to none
 * @param switchName its name; empty when connected to none
 * @param legacy whether it is an emulated (legacy) adapter
 */
public record Adapter(String id, String name, boolean spoofing, String switchId, String switchName, boolean legacy) {}
