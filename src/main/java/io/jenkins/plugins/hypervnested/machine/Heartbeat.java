package io.jenkins.plugins.hypervnested.machine;

/** What the guest's heartbeat service says; from Hyper-V's {@code VMHeartbeatStatus}, which is null for a VM that is off. */
public enum Heartbeat {
    /** The guest answers, whatever its applications say ({@code OkApplications…}). */
    OK,
    /** The service is there but the guest does not answer, or not yet. */
    NO_CONTACT,
    /** The heartbeat service is disabled for this VM, so waiting for it is in vain. */
    DISABLED,
    /** Nothing is known: the VM is off, or the platform gave no status. */
    NONE;

    /** Reads a {@code VMHeartbeatStatus} name; null and unknown names are {@link #NONE}. */
    public static Heartbeat ofPlatform(String name) {
        if (name == null) {
            return NONE;
        }
        return switch (name) {
            case "OkApplicationsUnknown", "OkApplicationsHealthy", "OkApplicationsCritical" -> OK;
            case "NoContact", "Error", "LostCommunication", "Paused" -> NO_CONTACT;
            case "Disabled" -> DISABLED;
            default -> NONE;
        };
    }
}
