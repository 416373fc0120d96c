package io.jenkins.plugins.hypervnested.machine;

import java.util.List;

/** One change of one subject, told by an actor. The machine refuses it unless the lease's actor has that epoch. */
public sealed interface Change {

    /** {@return what is changed: id of the VM, {@link Subject#NETWORK} or {@link Subject#ROLE}} */
    String subject();

    /** {@return the epoch under which the teller has the floor} */
    String epoch();

    /** A change of a VM. */
    sealed interface OfVm extends Change {

        /** {@return id of the VM} */
        String vmId();

        @Override
        default String subject() {
            return vmId();
        }
    }

    /** A change of the machine's own network. */
    sealed interface OfNetwork extends Change {

        @Override
        default String subject() {
            return Subject.NETWORK;
        }
    }

    /** A change of the machine's own Hyper-V role. */
    sealed interface OfRole extends Change {

        @Override
        default String subject() {
            return Subject.ROLE;
        }
    }

    /** Asks the guest to shut down ({@code Msvm_ShutdownComponent.InitiateShutdown}, without force) and returns at once. */
    record AskShutdown(String vmId, String epoch) implements OfVm {}

    /** Turns the VM off as pulling the plug does. */
    record TurnOff(String vmId, String epoch) implements OfVm {}

    /** Starts a VM that is off, or resumes one that is saved. */
    record Start(String vmId, String epoch) implements OfVm {}

    /** Resumes a VM that is paused. */
    record Resume(String vmId, String epoch) implements OfVm {}

    /** Exposes the processor's virtualization extensions to the VM, or hides them. The VM must be off. */
    record Expose(String vmId, String epoch, boolean on) implements OfVm {}

    /** Allows or forbids MAC address spoofing on one adapter, named by its id. */
    record Spoof(String vmId, String epoch, String adapterId, boolean on) implements OfVm {}

    /** Connects one adapter of a VM, named by its id, to a switch, named by its id; an empty switch id disconnects it. */
    record Connect(String vmId, String epoch, String adapterId, String switchId) implements OfVm {}

    /** Makes an internal switch whose notes carry a mark, so that whoever finds it knows whose it is. */
    record CreateSwitch(String epoch, String name, String mark) implements OfNetwork {}

    /** Removes the switch of that id. */
    record RemoveSwitch(String epoch, String switchId) implements OfNetwork {}

    /** Makes a NAT for a prefix. */
    record CreateNat(String epoch, String name, String prefix) implements OfNetwork {}

    /** Removes the NAT of exactly that name, if it translates exactly that prefix. */
    record RemoveNat(String epoch, String name, String prefix) implements OfNetwork {}

    /** Gives an address to a network connection, named by its GUID. Windows switches DHCP off there by itself. */
    record AddAddress(String epoch, String interfaceGuid, String ip, int prefixLength) implements OfNetwork {}

    /** Takes an address from a network connection. */
    record RemoveAddress(String epoch, String interfaceGuid, String ip) implements OfNetwork {}

    /** Makes a default route ({@code 0.0.0.0/0}) over a network connection. */
    record AddRoute(String epoch, String interfaceGuid, String nextHop) implements OfNetwork {}

    /** Removes the default route over a network connection by that next hop. */
    record RemoveRoute(String epoch, String interfaceGuid, String nextHop) implements OfNetwork {}

    /** Sets the DNS servers of a network connection; none lets them come by themselves again. */
    record SetDns(String epoch, String interfaceGuid, List<String> servers) implements OfNetwork {

        public SetDns {
            servers = List.copyOf(servers);
        }
    }

    /** Lets a network connection ask for an address, or not. */
    record SetDhcp(String epoch, String interfaceGuid, boolean on) implements OfNetwork {}

    /**
     * Begins to install the Hyper-V role with its management tools, without a restart, and returns at once: {@link RoleState#working()}
     * tells how long it goes on, and {@link RoleState#failure()} why it failed.
     */
    record InstallRole(String epoch) implements OfRole {}

    /** Begins to remove the Hyper-V role, without a restart, and returns at once, as {@link InstallRole}. */
    record RemoveRole(String epoch) implements OfRole {}
}
