package io.jenkins.plugins.hypervnested.journal;

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
}
