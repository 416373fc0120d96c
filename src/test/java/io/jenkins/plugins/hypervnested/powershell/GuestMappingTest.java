package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.hypervnested.machine.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is an error of entering a guest, and what it means. */
class GuestMappingTest {

    private static final String CMDLET = ",Microsoft.PowerShell.Commands.NewPSSessionCommand";
    private static final Asked ASKED =
            new Asked("enter the guest of VM 'node-1' with login 'lab'", "LAB-HOST", "VM 'node-1'", false);

    @ParameterizedTest
    @CsvSource({
        "PSSessionOpenFailed, OpenError, Remoting.PSDirectException, not permitted",
        "PSSessionStateBroken, OpenError, Remoting.PSDirectException, not permitted",
        "CreateRemoteRunspaceForVMFailed, InvalidArgument, Remoting.PSDirectException, not permitted",
        "Anything, AuthenticationError, RuntimeException, not permitted",
        "PSSessionOpenFailed, OpenError, Remoting.PSRemotingDataStructureException, unreachable",
        "PSSessionStateBroken, OpenError, Remoting.PSRemotingDataStructureException, unreachable",
        "PSSessionStateBroken, OpenError, RuntimeException, unreachable",
        "CreateRemoteRunspaceForVMFailed, InvalidOperation, PSInvalidOperationException, unreachable",
        "VMSessionConnectFailed, InvalidOperation, PSInvalidOperationException, unreachable",
        "InvalidVMState, InvalidArgument, ArgumentException, wrong state",
        "HVN.NotRunning, InvalidOperation, InvalidOperationException, wrong state",
        "InvalidVMIdNotSingle, InvalidArgument, ArgumentException, not found",
        "HVN.VmGone, ObjectNotFound, InvalidOperationException, not found",
        "HyperVModuleNotAvailable, NotInstalled, ArgumentException, unsupported",
        "HVN.InsideTimedOut, OperationTimeout, InvalidOperationException, timed out",
        "HVN.InsideLost, ConnectionError, InvalidOperationException, unreachable",
        "AccessDenied, PermissionDenied, VirtualizationException, not permitted"
    })
    void eachIsToldByIdCategoryAndType(String id, String category, String type, String kind) {
        String full = id.startsWith("HVN.") ? id : id + CMDLET;
        PlatformError error = new PlatformError(full, category, "資格情報", "", "System.Management.Automation." + type, 0);

        Failure failure = GuestMapping.of(error, ASKED);

        assertEquals(kind, failure.kind(), failure::sentence);
        assertFalse(failure.details().remedy().isEmpty());
        assertEquals(full, failure.details().errorId());
    }
}
