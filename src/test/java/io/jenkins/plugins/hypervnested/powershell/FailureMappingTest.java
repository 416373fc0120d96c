package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is an error record as a machine gives it, and what it means. */
class FailureMappingTest {

    private static final String HYPER_V = "Microsoft.HyperV.PowerShell.Commands.";
    private static final Asked ASKED = new Asked("start VM 'node-1'", "LAB-HOST", "VM 'node-1'", true);

    private static Failure map(String id, String category, String type, long code) {
        return FailureMapping.of(
                new PlatformError(id.replace("#", HYPER_V), category, "仮想マシン", "X", type, code), ASKED);
    }

    @ParameterizedTest
    @CsvSource({
        "HVN.Fenced, fenced, unchanged",
        "HVN.LeaseBusy, busy, unchanged",
        "HVN.LeaseFolder, not permitted, unchanged",
        "HVN.LeaseNewer, unsupported, unchanged",
        "HVN.LeaseDamaged, refused, unchanged",
        "HVN.NotRead, busy, unchanged",
        "HVN.VmGone, not found, gone",
        "HVN.AdapterGone, not found, without that adapter",
        "HVN.SwitchGone, not found, without that switch",
        "HVN.NatGone, not found, without that NAT",
        "HVN.InterfaceGone, not found, without that network connection",
        "HVN.RoleFailed, refused, unknown",
        "HVN.NotRunning, wrong state, unchanged",
        "HVN.NoSession, unreachable, unchanged",
        "HVN.InsideLost, unreachable, unknown",
        "HVN.InsideTimedOut, timed out, unknown",
        "HVN.NoShutdown, unsupported, unchanged",
        "HVN.NoModule, unsupported, unchanged",
        "HVN.UnknownVerb, protocol, unchanged",
        "HVN.BadRequest, protocol, unchanged",
        "HVN.SomethingNew, protocol, unknown"
    })
    void ourOwnIdsAreTold(String id, String kind, String state) {
        Failure failure = map(id, "NotSpecified", "System.InvalidOperationException", 0);

        assertEquals(kind, failure.kind());
        assertEquals(state, failure.details().state());
    }

    @ParameterizedTest
    @CsvSource({
        "32768, refused",
        "32769, not permitted",
        "32770, refused",
        "32775, wrong state",
        "32780, busy",
        "32781, refused",
        "32782, busy"
    })
    void aRefusedShutdownIsToldByTheMethodsReturnValue(long code, String kind) {
        assertEquals(
                kind, map("HVN.ShutdownRefused", "InvalidResult", "X", code).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "'InvalidParameter,#GetVM', InvalidArgument, not found",
        "'InvalidParameter,#StartVM', InvalidArgument, refused",
        "'ObjectNotFound,#SetVMFirmware', ObjectNotFound, refused",
        "'Unspecified,#GetVM', NotSpecified, not permitted",
        "'Unspecified,#StartVM', NotSpecified, refused",
        "'AccessDenied,#StartVM', PermissionDenied, not permitted",
        "'NotSupported,#SetVMProcessor', InvalidOperation, unsupported",
        "'InvalidState,#SetVMMemory', InvalidOperation, wrong state",
        "'ObjectInUse,#RemoveVMSwitch', ResourceBusy, busy",
        "'OperationFailed,#StopVM', NotSpecified, refused",
        "'NamedParameterNotFound,#SetVMProcessor', InvalidArgument, unsupported",
        "CommandNotFoundException, ObjectNotFound, unsupported",
        "'Anything,Else', OperationTimeout, timed out",
        "'Anything,Else', ResourceBusy, busy",
        "'Anything,Else', NotInstalled, unsupported",
        "'Anything,Else', NotSpecified, refused"
    })
    void thePlatformsErrorsAreToldByIdAndCategory(String id, String category, String kind) {
        Failure failure = map(id, category, "Microsoft.HyperV.PowerShell.VirtualizationException", 0);

        assertEquals(kind, failure.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "'Windows System Error 87,New-NetNat', InvalidArgument, refused",
        "'Windows System Error 52,New-NetNat', NotSpecified, refused",
        "'HRESULT 0x80041010,New-NetNat', MetadataError, unsupported",
        "'HRESULT 0x80041010,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand', MetadataError,"
                + " unsupported",
        "'HRESULT 0x80070020,New-NetNat', NotSpecified, busy",
        "'Windows System Error 32,New-NetNat', NotSpecified, busy",
        "'Windows System Error 5,New-NetNat', PermissionDenied, not permitted",
        "'Windows System Error 5,Set-DnsClientServerAddress', NotSpecified, not permitted",
        "'Windows System Error 87,New-NetIPAddress', InvalidArgument, wrong state",
        "'Windows System Error 5010,New-NetIPAddress', NotSpecified, wrong state",
        "'Windows System Error 87,New-NetRoute', InvalidArgument, wrong state",
        "'Anything,New-NetRoute', ResourceExists, wrong state",
        "'Windows System Error 87,Set-NetIPInterface', InvalidArgument, refused",
        "'ObjectInUse,#RemoveVMSwitch', ResourceBusy, busy",
        "'CmdletizationQuery_NotFound_Name,Get-NetNat', ObjectNotFound, not found",
        "'CmdletizationQuery_NotFound_InterfaceIndex,Remove-NetIPAddress', ObjectNotFound, not found",
        "'Windows System Error 1168,New-NetIPAddress', ObjectNotFound, not found",
        "'Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand',"
                + " InvalidOperation, refused"
    })
    void theErrorsOfNetworksAndFeaturesAreToldByTheNumberInTheirId(String id, String category, String kind) {
        Failure failure = map(id, category, "Microsoft.PowerShell.Cmdletization.Cim.CimJobException", 0);

        assertEquals(kind, failure.kind(), failure::sentence);
        assertEquals(id.replace("#", HYPER_V), failure.details().errorId());
    }

    @Test
    void aNumberOfCimIsNoWin32Error() {
        String type = "Microsoft.Management.Infrastructure.CimException";

        assertEquals("refused", map("Anything,Else", "NotSpecified", type, 5).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "5, not permitted",
        "-2147024891, not permitted",
        "2147942405, not permitted",
        "-2147024864, busy",
        "32, busy",
        "-2147467259, refused"
    })
    void aCodeTellsWhereTheIdDoesNot(long code, String kind) {
        assertEquals(
                kind,
                map("UnauthorizedAccessException", "NotSpecified", "System.Exception", code)
                        .kind());
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, not permitted",
        "LogonFailure, not permitted",
        "AuthenticationFailed, not permitted",
        "InvalidAuthentication, not permitted",
        "InvalidResourceUri, unsupported",
        "CannotConnect, unreachable",
        "ComputerNotFound, unreachable",
        "NetworkPathNotFound, unreachable",
        "WinRMOperationTimeout, unreachable",
        "-2144108316, unreachable"
    })
    void aSessionThatDoesNotOpenIsToldByItsId(String reason, String kind) {
        Failure failure = map(
                reason + ",PSSessionOpenFailed",
                "OpenError",
                "System.Management.Automation.Remoting.PSRemotingTransportException",
                0);

        assertEquals(kind, failure.kind());
    }

    @Test
    void aSessionThatBreaksIsUnreachable() {
        Failure failure = map(
                "InvalidRunspaceStateException",
                "NotSpecified",
                "System.Management.Automation.Runspaces.InvalidRunspaceStateException",
                0);

        assertEquals("unreachable", failure.kind());
        assertEquals("unknown", failure.details().state());
    }

    @Test
    void aFailureSaysTheFourThingsAndKeepsTheIds() {
        Failure failure = map("AccessDenied,#StartVM", "PermissionDenied", "X", 0);

        assertEquals("start VM 'node-1'", failure.details().what());
        assertEquals("LAB-HOST", failure.details().machine());
        assertEquals("VM 'node-1'", failure.details().object());
        assertEquals("unchanged", failure.details().state());
        assertFalse(failure.details().remedy().isEmpty());
        assertEquals("AccessDenied," + HYPER_V + "StartVM", failure.details().errorId());
        assertEquals("PermissionDenied", failure.details().category());
        assertTrue(failure.sentence().contains("仮想マシン"));
    }
}
