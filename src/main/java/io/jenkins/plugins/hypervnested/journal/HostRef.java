package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.config.HypervHost;

/**
 * A configured host.
 *
 * @param id its id, which stays through a rename
 * @param name how people know it
 * @param runsOn {@code <host id>/<VM name>} of the VM that it is, on another configured host; empty where that is not known
 */
public record HostRef(String id, String name, String runsOn) {

    /** One of which it is not known whether it is a VM. */
    public HostRef(String id, String name) {
        this(id, name, "");
    }

    /** {@return the host as it is configured now} */
    public static HostRef of(HypervHost host) {
        return new HostRef(host.getId(), host.getName(), withoutSpaces(host.getRunsOn()));
    }

    /** Spaces around the slash do not count. */
    private static String withoutSpaces(String runsOn) {
        int slash = runsOn.indexOf('/');
        return slash < 0
                ? ""
                : runsOn.substring(0, slash).strip()
                        + '/'
                        + runsOn.substring(slash + 1).strip();
    }
}
