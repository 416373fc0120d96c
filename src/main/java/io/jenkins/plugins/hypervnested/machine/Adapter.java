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
 * @param mac its MAC address as twelve upper-case hexadecimal digits; empty when it has none yet
 */
public record Adapter(
        String id, String name, boolean spoofing, String switchId, String switchName, boolean legacy, String mac) {

    public Adapter withSpoofing(boolean on) {
        return new Adapter(id, name, on, switchId, switchName, legacy, mac);
    }

    public Adapter withName(String newName) {
        return new Adapter(id, newName, spoofing, switchId, switchName, legacy, mac);
    }

    /** Connected to that switch. */
    public Adapter withSwitch(String newId, String newSwitchName) {
        return new Adapter(id, name, spoofing, newId, newSwitchName, legacy, mac);
    }
}
