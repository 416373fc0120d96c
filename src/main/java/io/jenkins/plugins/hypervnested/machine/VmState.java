package io.jenkins.plugins.hypervnested.machine;

import java.util.List;

/**
 * A VM as it was at one moment.
 *
 * @param id its GUID, lower case, without braces
 * @param name its display name; need not be unique on a host
 * @param power its state as far as decisions go
 * @param platformState the platform's own name of that state, for messages
 * @param nesting whether the processor's virtualization extensions are exposed to it
 * @param heartbeat what its guest says
 * @param shutdownOffered whether the guest offers to be shut down (there is a shutdown component); false while it is off
 * @param merging whether the host is merging its disks or otherwise busy with it
 * @param version its configuration version, such as {@code 9.3}
 * @param generation 1 or 2
 * @param processors number of virtual processors
 * @param dynamicMemory whether its memory is dynamic
 * @param uptimeSeconds seconds since it was started; 0 when it is off
 * @param adapters its network adapters
 */
public record VmState(
        String id,
        String name,
        PowerState power,
        String platformState,
        boolean nesting,
        Heartbeat heartbeat,
        boolean shutdownOffered,
        boolean merging,
        String version,
        int generation,
        long processors,
        boolean dynamicMemory,
        long uptimeSeconds,
        List<Adapter> adapters)
        implements Subject {

    public VmState {
        adapters = List.copyOf(adapters);
    }

    @Override
    public String fingerprint() {
        return platformState
                + '/'
                + heartbeat
                + '/'
                + (merging ? 'm' : '-')
                + (nesting ? 'n' : '-')
                + (shutdownOffered ? 's' : '-');
    }
}
