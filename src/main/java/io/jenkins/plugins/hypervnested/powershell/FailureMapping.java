package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * From what the platform says to what a caller does next, by error id, category and code; the text is only carried
 * along.
 * The ids are those of {@code docs/protocol.md}, of the Hyper-V module as seen in transcripts, and of PowerShell's
 * remoting
 * ({@code WSManTransportManagerUtils} in its source).
 */
final class FailureMapping {

    private static final long ACCESS_DENIED = 5;
    private static final Set<Long> SHARING_VIOLATIONS = Set.of(32L, 33L);

    static final String ADMINISTRATOR =
            "Use an account that is a local administrator there, or one that may use the plugin's JEA endpoint.";
    static final String LOOK_AGAIN = "Check that it still is there.";
    static final String LATER = "Try again when nothing else works on it.";
    private static final String UPDATE = "Update the plugin, and where a JEA endpoint is used, the endpoint's module.";
    private static final String GUEST_LOST =
            "See whether the guest restarts, hangs or was turned off, then run it again.";
    private static final String AS_IT_SAYS = "Do what the machine's own message says, then run it again.";

    /** What an error means, where it depends on what was asked. */
    @FunctionalInterface
    interface Of {
        Failure of(PlatformError error, Asked asked);
    }

    /**
     * What an error of ours means.
     *
     * @param state null where that of something that was asked and not answered is meant
     */
    private record Meaning(Function<Failure.Details, Failure> kind, String state, String remedy) {

        Meaning(Function<Failure.Details, Failure> kind, String remedy) {
            this(kind, "unchanged", remedy);
        }
    }

    private static final Map<String, Meaning> OURS = Map.ofEntries(
            Map.entry("HVN.Fenced", new Meaning(Failure.Fenced::new, "Nothing to do: whoever acts now finishes it.")),
            Map.entry("HVN.LeaseBusy", new Meaning(Failure.Busy::new, LATER)),
            Map.entry("HVN.NotRead", new Meaning(Failure.Busy::new, AS_IT_SAYS)),
            Map.entry(
                    "HVN.LeaseFolder",
                    new Meaning(
                            Failure.NotPermitted::new,
                            "An administrator of that machine has to make the lease folder safe: owned by"
                                    + " Administrators, no reparse point, open to administrators and SYSTEM only.")),
            Map.entry("HVN.LeaseNewer", new Meaning(Failure.Unsupported::new, "Update the plugin on this controller.")),
            Map.entry(
                    "HVN.LeaseDamaged",
                    new Meaning(Failure.Refused::new, "Look at the lease and its backup there; it is not touched.")),
            Map.entry("HVN.VmGone", new Meaning(Failure.NotFound::new, "gone", LOOK_AGAIN)),
            Map.entry("HVN.AdapterGone", new Meaning(Failure.NotFound::new, "without that adapter", LOOK_AGAIN)),
            Map.entry("HVN.SwitchGone", new Meaning(Failure.NotFound::new, "without that switch", LOOK_AGAIN)),
            Map.entry("HVN.NatGone", new Meaning(Failure.NotFound::new, "without that NAT", LOOK_AGAIN)),
            Map.entry(
                    "HVN.InterfaceGone",
                    new Meaning(Failure.NotFound::new, "without that network connection", LOOK_AGAIN)),
            Map.entry(
                    "HVN.RoleFailed",
                    new Meaning(Failure.Refused::new, null, "Look into Windows' log of servicing (CBS.log) there.")),
            Map.entry("HVN.NotRunning", new Meaning(Failure.WrongState::new, "Start the VM first.")),
            Map.entry(
                    "HVN.NoSession",
                    new Meaning(Failure.Unreachable::new, "Enter the guest again: its session was lost before.")),
            Map.entry("HVN.InsideLost", new Meaning(Failure.Unreachable::new, null, GUEST_LOST)),
            Map.entry("HVN.InsideTimedOut", new Meaning(Failure.TimedOut::new, null, GUEST_LOST)),
            Map.entry(
                    "HVN.NoShutdown",
                    new Meaning(
                            Failure.Unsupported::new,
                            "Turn on the shutdown service of its guest, shut it down from inside, or allow"
                                    + " restart: FORCE.")),
            Map.entry(
                    "HVN.NoModule",
                    new Meaning(Failure.Unsupported::new, "Install Hyper-V's PowerShell module on that machine.")),
            Map.entry("HVN.UnknownVerb", new Meaning(Failure.Protocol::new, UPDATE)),
            Map.entry("HVN.BadRequest", new Meaning(Failure.Protocol::new, UPDATE)));

    private FailureMapping() {}

    static Failure of(PlatformError error, Asked asked) {
        if (error.id().startsWith("HVN.")) {
            return ofOurs(error, asked);
        }
        if (isOfRemoting(error)) {
            return ofRemoting(error, asked);
        }
        return NetworkMapping.of(error, asked).orElseGet(() -> ofPlatform(error, asked));
    }

    private static Failure ofOurs(PlatformError error, Asked asked) {
        if (error.id().equals("HVN.ShutdownRefused")) {
            return ofShutdown(error, asked);
        }
        Meaning meaning = OURS.get(error.id());
        if (meaning == null) {
            return unknown(Failure.Protocol::new, error, asked, UPDATE);
        }
        String state = meaning.state == null ? asked.stateWhenLost() : meaning.state;
        return made(meaning.kind, error, asked, state, meaning.remedy);
    }

    /** By the return value of {@code Msvm_ShutdownComponent.InitiateShutdown}. */
    private static Failure ofShutdown(PlatformError error, Asked asked) {
        return switch ((int) error.code()) {
            case 32769 -> unchanged(Failure.NotPermitted::new, error, asked, ADMINISTRATOR);
            case 32775 -> unchanged(Failure.WrongState::new, error, asked, LOOK_AGAIN);
            case 32780, 32782 -> unchanged(Failure.Busy::new, error, asked, LATER);
            default ->
                unchanged(Failure.Refused::new, error, asked, "Shut it down from inside, or allow restart: FORCE.");
        };
    }

    static boolean isOfRemoting(PlatformError error) {
        return error.place().equals("PSSessionOpenFailed")
                || error.id().startsWith("PSSession")
                || error.isOfType("PSRemotingTransportException")
                || error.isOfType("PSRemotingDataStructureException")
                || error.isOfType("InvalidRunspaceStateException");
    }

    private static Failure ofRemoting(PlatformError error, Asked asked) {
        return switch (error.reason()) {
            case "AccessDenied",
                    "AuthenticationFailed",
                    "LogonFailure",
                    "InvalidAuthentication",
                    "CannotConnectRunAsFailed",
                    "RemoteSessionDisallowed" ->
                unknown(
                        Failure.NotPermitted::new,
                        error,
                        asked,
                        "Check the credentials, the authentication method, and that the account may use that"
                                + " endpoint.");
            case "InvalidResourceUri" ->
                unknown(
                        Failure.Unsupported::new,
                        error,
                        asked,
                        "Register the JEA endpoint of that name there, or correct the name.");
            default ->
                unknown(
                        Failure.Unreachable::new,
                        error,
                        asked,
                        "Check address and port, that WinRM listens there, and for HTTPS that the agent trusts its"
                                + " certificate.");
        };
    }

    private static Failure ofPlatform(PlatformError error, Asked asked) {
        if (isRefusedForRights(error)) {
            return unchanged(Failure.NotPermitted::new, error, asked, ADMINISTRATOR);
        }
        if (error.category().equals("ResourceBusy")
                || error.reason().equals("ObjectInUse")
                || SHARING_VIOLATIONS.contains(error.win32())) {
            return unchanged(Failure.Busy::new, error, asked, LATER);
        }
        return switch (error.reason()) {
            case "InvalidParameter" ->
                error.isFromCommand("GetVM")
                        ? gone(error, asked, "gone")
                        : unknown(Failure.Refused::new, error, asked, AS_IT_SAYS);
            case "InvalidState", "InvalidVMState" ->
                unchanged(Failure.WrongState::new, error, asked, "Bring it into another state first.");
            case "NotSupported",
                    "NamedParameterNotFound",
                    "CommandNotFoundException",
                    "HyperVModuleNotAvailable",
                    "CouldNotAutoLoadModule",
                    "Modules_ModuleNotFound" ->
                unchanged(Failure.Unsupported::new, error, asked, "Use a host that can do this.");
            default -> ofCategory(error, asked);
        };
    }

    /** {@code Unspecified} of {@code Get-VM} is how Hyper-V answers an account that may see no VM. */
    private static boolean isRefusedForRights(PlatformError error) {
        return error.category().equals("PermissionDenied")
                || error.category().equals("SecurityError")
                || error.reason().equals("AccessDenied")
                || error.win32() == ACCESS_DENIED
                || error.reason().equals("Unspecified")
                        && error.category().equals("NotSpecified")
                        && error.isFromCommand("GetVM");
    }

    private static Failure ofCategory(PlatformError error, Asked asked) {
        return switch (error.category()) {
            case "OperationTimeout" ->
                unknown(Failure.TimedOut::new, error, asked, "See what the machine is busy with, then run it again.");
            case "NotImplemented", "NotInstalled" ->
                unchanged(Failure.Unsupported::new, error, asked, "Use a host that can do this.");
            case "ConnectionError" ->
                unknown(
                        Failure.Unreachable::new,
                        error,
                        asked,
                        "Check the connection to that machine, then run it again.");
            default -> unknown(Failure.Refused::new, error, asked, AS_IT_SAYS);
        };
    }

    static Failure gone(PlatformError error, Asked asked, String state) {
        return made(Failure.NotFound::new, error, asked, state, LOOK_AGAIN);
    }

    static Failure unchanged(Function<Failure.Details, Failure> kind, PlatformError error, Asked asked, String remedy) {
        return made(kind, error, asked, "unchanged", remedy);
    }

    static Failure unknown(Function<Failure.Details, Failure> kind, PlatformError error, Asked asked, String remedy) {
        return made(kind, error, asked, asked.stateWhenLost(), remedy);
    }

    private static Failure made(
            Function<Failure.Details, Failure> kind, PlatformError error, Asked asked, String state, String remedy) {
        return kind.apply(asked.details(state, remedy, error.id(), error.category(), error.message()));
    }
}
