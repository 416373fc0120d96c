package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Subject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a lease is: on which machine, and of what there.
 *
 * @param hops from the host inward; none means the host
 * @param subject the lease's subject on that machine; empty means the VM that the request is about
 */
public record Place(List<Hop> hops, String subject) implements Serializable {

    /** The VM that the request is about. */
    public static final Place TARGET = new Place(List.of(), "");

    /**
     * From a machine into the guest of one of its VMs.
     *
     * @param vmId id of the VM
     * @param vmName its name when it was entered
     * @param login name of the login of its guest
     */
    public record Hop(String vmId, String vmName, String login) implements Serializable {}

    public Place {
        hops = List.copyOf(hops);
    }

    /** {@return the place of that subject on the same machine} */
    public Place of(String otherSubject) {
        return new Place(hops, otherSubject);
    }

    /** {@return the network of the guest of a VM of this machine} */
    public Place inside(Hop hop) {
        List<Hop> longer = new ArrayList<>(hops);
        longer.add(hop);
        return new Place(longer, Subject.NETWORK);
    }

    /** {@return what tells places apart: ids, whatever VMs are called and however they are entered} */
    String key() {
        return String.join("/", hops.stream().map(Hop::vmId).toList()) + ':' + subject;
    }

    /** {@return the names of the VMs on the way, for people; empty on the host} */
    public String path() {
        return String.join(" > ", hops.stream().map(Hop::vmName).toList());
    }
}
