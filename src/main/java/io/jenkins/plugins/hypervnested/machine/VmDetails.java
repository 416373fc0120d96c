package io.jenkins.plugins.hypervnested.machine;

import java.util.List;

/**
 * What only a check asks of a VM.
 *
 * @param guestSystem the guest's own name of its system from key-value exchange; empty when it does not tell
 * @param guestBuild the guest's build number, such as 17763; 0 when it does not tell
 * @param guestIsServer whether the guest says that it is a Windows Server; false when it does not tell
 * @param checkpoints names of its checkpoints, oldest first
 * @param automaticCheckpoints whether the host makes a checkpoint at each start (client Windows)
 * @param clustered whether it is a role of a failover cluster
 * @param replication {@code NONE}, {@code PRIMARY} or {@code REPLICA}
 * @param shielded whether it is shielded
 * @param migrationCompatibility whether the processor is limited for migration ({@code CompatibilityForMigrationEnabled})
 * @param migrating whether it is being migrated, exported or otherwise moved
 */
public record VmDetails(
        String guestSystem,
        int guestBuild,
        boolean guestIsServer,
        List<String> checkpoints,
        boolean automaticCheckpoints,
        boolean clustered,
        Replication replication,
        boolean shielded,
        boolean migrationCompatibility,
        boolean migrating) {

    /** The part that a VM plays in Hyper-V Replica. */
    public enum Replication {
        NONE,
        PRIMARY,
        REPLICA
    }

    public VmDetails {
        checkpoints = List.copyOf(checkpoints);
    }
}
