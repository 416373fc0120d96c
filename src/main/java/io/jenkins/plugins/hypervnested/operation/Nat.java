package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;

/**
 * A NAT network that a machine shall offer to its VMs, and what each of them shall have of it. Checked by {@link NatRules} before
 * anything is sent.
 *
 * @param switchName name of the internal switch
 * @param natName name of the NAT
 * @param prefix what it translates, as {@code 192.168.100.0/24}
 * @param gateway the machine's own address in it
 * @param guests VMs of that machine
 */
public record Nat(String switchName, String natName, String prefix, String gateway, List<Guest> guests)
        implements Serializable {

    /** The names and numbers of Microsoft's page "Run Hyper-V in a virtual machine with nested virtualization". */
    public static final Nat DEFAULT = new Nat("VmNAT", "LocalNAT", "192.168.100.0/24", "192.168.100.1", List.of());

    /**
     * What one VM shall have.
     *
     * @param vm its exact name or its id
     * @param address its address
     * @param prefixLength 1 to 30
     * @param gateway its default gateway; empty for none
     * @param dns its DNS servers, added in order to those that were set before; empty leaves them
     * @param adapter exact name of the network connection in the guest; empty for the one that is connected to the switch, or the only one
     * @param connect whether its adapter is connected to the switch
     * @param login name of the login of its guest
     */
    public record Guest(
            String vm,
            String address,
            int prefixLength,
            String gateway,
            List<String> dns,
            String adapter,
            boolean connect,
            String login)
            implements Serializable {

        public Guest {
            dns = List.copyOf(dns);
        }
    }

    public Nat {
        guests = List.copyOf(guests);
    }
}
