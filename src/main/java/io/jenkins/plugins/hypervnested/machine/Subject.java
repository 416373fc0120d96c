package io.jenkins.plugins.hypervnested.machine;

/** What has a lease of its own: a VM, the network of a machine, or the Hyper-V role of a machine; as it was at one moment. */
public sealed interface Subject permits VmState, NetworkState, RoleState {

    /** What the lease of a machine's own network goes by, in place of a VM's id. */
    String NETWORK = "network";

    /** What the lease of a machine's own Hyper-V role goes by. */
    String ROLE = "role";

    /** {@return what {@link Machine#await} compares, in a form of no meaning to others} */
    String fingerprint();

    /** {@return whether that subject is a VM} */
    static boolean isVm(String subject) {
        return !subject.equals(NETWORK) && !subject.equals(ROLE);
    }
}
