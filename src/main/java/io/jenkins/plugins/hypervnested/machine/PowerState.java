package io.jenkins.plugins.hypervnested.machine;

import java.util.Locale;

/** The state of a VM as far as decisions go; the names are those of Hyper-V's {@code VMState} enumeration. */
public enum PowerState {
    OFF,
    RUNNING,
    STARTING,
    STOPPING,
    SAVED,
    SAVING,
    PAUSED,
    PAUSING,
    RESUMING,
    HIBERNATED,
    /** The host works inside the VM's disks or firmware; it must not be turned off. */
    SERVICING,
    /** Any state whose name ends in {@code Critical}: the VM lost its storage. */
    CRITICAL,
    OTHER;

    /** Reads a {@code VMState} name, such as {@code FastSaved} or {@code RunningCritical}. Unknown names are {@link #OTHER}. */
    public static PowerState ofPlatform(String name) {
        String n = name.toUpperCase(Locale.ROOT);
        if (n.endsWith("CRITICAL")) {
            return CRITICAL;
        }
        return switch (n) {
            case "OFF" -> OFF;
            case "RUNNING" -> RUNNING;
            case "STARTING", "RESET" -> STARTING;
            case "STOPPING", "FORCESHUTDOWN", "FORCEREBOOT" -> STOPPING;
            case "SAVED", "FASTSAVED" -> SAVED;
            case "SAVING", "FASTSAVING" -> SAVING;
            case "PAUSED" -> PAUSED;
            case "PAUSING" -> PAUSING;
            case "RESUMING" -> RESUMING;
            case "HIBERNATED" -> HIBERNATED;
            case "COMPONENTSERVICING" -> SERVICING;
            default -> OTHER;
        };
    }

    /** Whether the VM is on its way from one state to another, so that there is nothing to tell it now. */
    public boolean isTransient() {
        return this == STARTING || this == STOPPING || this == SAVING || this == PAUSING || this == RESUMING;
    }
}
