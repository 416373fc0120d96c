package io.jenkins.plugins.hypervnested.machine;

import java.util.function.Function;

/** How Windows refuses changes of its network, in the shapes of facts/hyper-v.md. */
final class SimulatedNetworkFailures {

    private final SimulatedHost host;
    private final String what;

    SimulatedNetworkFailures(SimulatedHost host, String what) {
        this.host = host;
        this.what = what;
    }

    Failure overlap() {
        return of(
                Failure.Refused::new,
                "Windows System Error 87,New-NetNat",
                "InvalidArgument",
                "The parameter is incorrect.");
    }

    Failure natOwned() {
        return of(
                Failure.Refused::new,
                "Windows System Error 52,New-NetNat",
                "NotSpecified",
                "You were not connected because a duplicate name exists on the network.");
    }

    Failure noNatProvider(String cmdlet) {
        return of(Failure.Unsupported::new, "HRESULT 0x80041010," + cmdlet, "MetadataError", "Invalid class");
    }

    Failure natBusy(String cmdlet) {
        return of(
                Failure.Busy::new,
                "HRESULT 0x80070020," + cmdlet,
                "NotSpecified",
                "The process cannot access the file because it is being used by another process.");
    }

    Failure natGone() {
        return gone("HVN.NatGone", "No NAT has that name and that prefix");
    }

    Failure switchGone() {
        return gone("HVN.SwitchGone", "No switch has that id");
    }

    Failure interfaceGone() {
        return gone("HVN.InterfaceGone", "No network connection has that GUID");
    }

    Failure addressGone() {
        return gone("CmdletizationQuery_NotFound_IPAddress,Remove-NetIPAddress", "No MSFT_NetIPAddress objects found");
    }

    Failure routeGone() {
        return gone("CmdletizationQuery_NotFound_DestinationPrefix,Remove-NetRoute", "No MSFT_NetRoute objects found");
    }

    Failure exists(String errorId, String category) {
        return of(Failure.WrongState::new, errorId, category, "The object already exists.");
    }

    Failure switchInUse() {
        return of(
                Failure.Busy::new,
                "ObjectInUse,Microsoft.HyperV.PowerShell.Commands.RemoveVMSwitch",
                "ResourceBusy",
                "The virtual switch cannot be deleted because it is being used by running virtual machines"
                        + " or assigned to child pools.");
    }

    Failure noModule() {
        return of(Failure.Unsupported::new, "HVN.NoModule", "ObjectNotFound", "The Hyper-V module is not there");
    }

    private Failure gone(String errorId, String message) {
        return of(Failure.NotFound::new, errorId, "ObjectNotFound", message);
    }

    private Failure of(Function<Failure.Details, Failure> kind, String errorId, String category, String message) {
        return kind.apply(new Failure.Details(
                what, host.name, "the network", "unchanged", "Simulated: see the test.", errorId, category, message));
    }
}
