package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Address;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Foreign;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Interface;
import io.jenkins.plugins.hypervnested.machine.NetworkState.Route;
import java.util.List;

/** The failures that operations find in the network of a machine. */
final class NetworkFailures {

    private static final String OTHER_PREFIX = "Choose another prefix, or remove what has it, if nobody needs it.";

    private final String machine;

    NetworkFailures(String machine) {
        this.machine = machine;
    }

    private Failure.Details details(String id, String what, String object, String remedy) {
        return new Failure.Details(what, machine, object, "not changed", remedy, id, "", "");
    }

    private Failure conflict(String id, String what, String object, String remedy) {
        return new Failure.Refused(details(id, what, object, remedy));
    }

    Failure noHyperV() {
        return new Failure.Unsupported(details(
                "HVN.NoHyperV",
                "make a switch where Hyper-V is not installed or its service does not answer",
                "",
                "Install the role first, with hypervNestedInstall, or start the service vmms."));
    }

    Failure noNat(String why) {
        return new Failure.Unsupported(
                details(
                        "HVN.NoNat",
                        "make a NAT where Windows has none (" + why + ")",
                        "",
                        "WinNAT is part of Windows 10 and Windows Server 2016 or later; repair it, or use MAC address spoofing."));
    }

    Failure switchTaken(String name, String value) {
        return conflict(
                "HVN.SwitchTaken",
                "make internal switch '" + name + "': the name is used by "
                        + (value.matches("\\d.*") ? value : "a switch that is " + value) + ",",
                name,
                "Choose another switchName, or rename what has it.");
    }

    Failure natNameTaken(NetworkState.Nat nat, String prefix) {
        return conflict(
                "HVN.NatNameTaken",
                "make NAT '" + nat.name() + "' for " + prefix + ": the NAT of that name is for " + nat.prefix() + ",",
                nat.name(),
                "Choose another natName and prefix, or use those of the NAT that is there.");
    }

    Failure otherNat(NetworkState.Nat nat) {
        return conflict(
                "HVN.OtherNat",
                "make a NAT beside NAT '" + nat.name() + "' (" + nat.prefix()
                        + "), while Windows documents one for each machine,",
                nat.name(),
                "Use that one (natName and prefix), or remove it, if nobody needs it.");
    }

    Failure hnsNat(Foreign network) {
        return conflict(
                "HVN.HnsNat",
                "make a NAT beside network '" + network.name() + "'" + of(network.prefix())
                        + " of the Host Network Service, as Docker makes it, while Windows documents one for each machine,",
                network.name(),
                "Stop what uses that network and remove it there (docker network rm), or use another machine.");
    }

    Failure sharing(Foreign network) {
        return conflict(
                "HVN.Sharing",
                "make a NAT where Internet Connection Sharing is on"
                        + (network.name().isEmpty() ? "" : " (" + network.name() + ")") + ",",
                network.name(),
                "Switch Internet Connection Sharing off in the properties of that connection.");
    }

    Failure overlapsHns(String prefix, Foreign network) {
        return conflict(
                "HVN.PrefixOverlapsHns",
                "use prefix " + prefix + ": it overlaps network '" + network.name() + "'" + of(network.prefix())
                        + " of the Host Network Service (the Default Switch has such a network),",
                network.name(),
                OTHER_PREFIX);
    }

    Failure overlapsAddress(String prefix, Address address, Interface connection) {
        return conflict(
                "HVN.PrefixOverlapsAddress",
                "use prefix " + prefix + ": it overlaps address " + address.ip() + "/" + address.prefixLength()
                        + " of network connection '" + connection.name() + "',",
                connection.name(),
                OTHER_PREFIX);
    }

    Failure overlapsRoute(String prefix, Route route, String connection) {
        return conflict(
                "HVN.PrefixOverlapsRoute",
                "use prefix " + prefix + ": it overlaps the route to " + route.prefix() + " by " + route.nextHop()
                        + (connection.isEmpty() ? "" : " over network connection '" + connection + "'") + ",",
                route.prefix(),
                OTHER_PREFIX);
    }

    /** The platform says that a NAT is there already, or overlaps, and nothing that can be read tells whose. */
    Failure natHidden(Failure platform, String hint) {
        Failure.Details d = platform.details();
        return new Failure.Refused(new Failure.Details(
                d.what() + ": something that does not show itself owns a NAT or the prefix" + hint + ",",
                machine,
                d.object(),
                d.state(),
                "Look for Docker, the Default Switch, VPN software and Internet Connection Sharing; another prefix may do.",
                "HVN.NatHidden",
                d.category(),
                d.errorId() + " " + d.message()));
    }

    Failure noConnection(Nat.Guest guest, List<String> there) {
        String asked = guest.adapter().isEmpty()
                ? "choose a network connection in the guest of VM '" + guest.vm() + "': it has "
                : "find network connection '" + guest.adapter() + "' in the guest of VM '" + guest.vm() + "': it has ";
        return new Failure.NotFound(details(
                "HVN.NoConnection",
                asked + (there.isEmpty() ? "none," : "'" + String.join("', '", there) + "',"),
                guest.vm(),
                "Name one of them by adapter, exactly."));
    }

    Failure addressTaken(Nat.Guest guest, Address address, Interface connection) {
        return conflict(
                "HVN.AddressTaken",
                "give address " + guest.address() + "/" + guest.prefixLength() + " to VM '" + guest.vm()
                        + "': its network connection '" + connection.name() + "' has " + address.ip() + "/"
                        + address.prefixLength() + ",",
                guest.vm(),
                "Choose another address, another adapter, or the same prefix length.");
    }

    Failure duplicate(String ip) {
        return conflict(
                "HVN.DuplicateAddress",
                "use address " + ip + ": another machine on that network has it,",
                ip,
                "Choose another address, or take it from the other machine.");
    }

    Failure noAdapter(Nat.Guest guest, List<String> adapters) {
        return new Failure.Ambiguous(details(
                "HVN.NoAdapter",
                "choose the network adapter of VM '" + guest.vm() + "' that is to be connected: it has "
                        + (adapters.isEmpty() ? "none" : String.join(", ", adapters)) + ",",
                guest.vm(),
                "Name one of them by adapter, exactly."));
    }

    Failure notWindows(String vm, String system) {
        return new Failure.Unsupported(
                details(
                        "HVN.NotWindows",
                        "reach the guest of VM '" + vm + "', whose system is " + system,
                        vm,
                        "PowerShell Direct needs Windows 10, Windows Server 2016 or later in it; set its address there by hand."));
    }

    private static String of(String prefix) {
        return prefix.isEmpty() ? "" : " (" + prefix + ")";
    }
}
