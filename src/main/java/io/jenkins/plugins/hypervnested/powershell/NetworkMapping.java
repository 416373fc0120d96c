package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.util.Optional;
import java.util.Set;

/**
 * What the errors of the cmdlets for networks and features mean, whose ids are those of CIM: {@code HRESULT} or
 * {@code Windows System Error} with a number, then the cmdlet. Their codes are CIM's and tell less. The ids stay in the failure,
 * because two conflicts of the same kind differ in what an operation looks for.
 */
final class NetworkMapping {

    private static final Set<String> NO_CLASS =
            Set.of("HRESULT 0x80041010", "HRESULT 0x8004100e", "HRESULT 0x80041002");
    private static final Set<String> REFUSED_FOR_RIGHTS =
            Set.of("HRESULT 0x80070005", "HRESULT 0x80041003", "Windows System Error 5");
    private static final Set<String> SHARING_VIOLATIONS =
            Set.of("HRESULT 0x80070020", "HRESULT 0x80070021", "Windows System Error 32", "Windows System Error 33");

    private static final String INVALID = "Windows System Error 87";
    private static final String DUPLICATE_NAME = "Windows System Error 52";
    private static final String NOT_FOUND = "Windows System Error 1168";
    private static final String EXISTS = "Windows System Error 5010";

    private NetworkMapping() {}

    /** {@return what it means; empty when it is none of these errors} */
    static Optional<Failure> of(PlatformError error, Asked asked) {
        String reason = error.reason();
        if (REFUSED_FOR_RIGHTS.contains(reason)) {
            return Optional.of(
                    FailureMapping.unchanged(Failure.NotPermitted::new, error, asked, FailureMapping.ADMINISTRATOR));
        }
        if (SHARING_VIOLATIONS.contains(reason)) {
            return Optional.of(FailureMapping.unchanged(Failure.Busy::new, error, asked, FailureMapping.LATER));
        }
        if (NO_CLASS.contains(reason)) {
            return Optional.of(FailureMapping.unchanged(
                    Failure.Unsupported::new,
                    error,
                    asked,
                    "This Windows lacks that feature or its provider is damaged; repair it or use another machine."));
        }
        if (reason.startsWith("CmdletizationQuery_NotFound") || reason.equals(NOT_FOUND)) {
            return Optional.of(FailureMapping.gone(error, asked, "gone"));
        }
        if (reason.equals("Alteration_PrerequisiteCheck_Failed")) {
            return Optional.of(FailureMapping.unchanged(
                    Failure.Refused::new,
                    error,
                    asked,
                    "Expose the virtualization extensions to the VM first, and let no other hypervisor run in it."));
        }
        return ofExisting(error, asked);
    }

    /** Something is there already, which the number alone does not tell: 87 is any invalid parameter. */
    private static Optional<Failure> ofExisting(PlatformError error, Asked asked) {
        boolean invalid = error.reason().equals(INVALID);
        if (error.isFromCommand("New-NetNat") && (invalid || error.reason().equals(DUPLICATE_NAME))) {
            return Optional.of(FailureMapping.unchanged(
                    Failure.Refused::new,
                    error,
                    asked,
                    "Another NAT, address or network there has that name or overlaps that prefix; choose another."));
        }
        boolean isNew = error.isFromCommand("New-NetIPAddress") || error.isFromCommand("New-NetRoute");
        if (isNew
                && (invalid || error.reason().equals(EXISTS) || error.category().equals("ResourceExists"))) {
            return Optional.of(FailureMapping.unchanged(
                    Failure.WrongState::new, error, asked, "Look whether it is there already."));
        }
        return Optional.empty();
    }
}
