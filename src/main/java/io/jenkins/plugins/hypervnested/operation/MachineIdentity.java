package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import java.io.Serializable;

/**
 * What tells one machine from another.
 *
 * @param uuid SMBIOS UUID, lower case
 * @param name computer name
 */
public record MachineIdentity(String uuid, String name) implements Serializable {

    public static MachineIdentity of(MachineFacts facts) {
        return new MachineIdentity(facts.uuid(), facts.name());
    }

    /** Whether that is the same machine: a computer may be renamed, so the UUID decides where both have one. */
    public boolean isSameAs(MachineIdentity other) {
        if (!uuid.isEmpty() && !other.uuid.isEmpty()) {
            return uuid.equals(other.uuid);
        }
        return name.equalsIgnoreCase(other.name);
    }
}
