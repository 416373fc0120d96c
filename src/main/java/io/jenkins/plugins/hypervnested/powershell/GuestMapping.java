package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.util.Set;

/**
 * What the errors of entering a guest mean. PowerShell Direct tells a login that the guest does not take by the type
 * {@code PSDirectException} ({@code RemoteSessionHyperVSocket} in PowerShell's source), a VM that does not run by {@code InvalidVMState}
 * before it tries, and a guest that nobody answers in, as while it boots, by a session that broke.
 */
final class GuestMapping {

    private static final Set<String> NOT_CONNECTED =
            Set.of("VMSessionConnectFailed", "CreateRemoteRunspaceForVMFailed");

    private GuestMapping() {}

    static Failure of(PlatformError error, Asked asked) {
        if (error.id().startsWith("HVN.")) {
            return FailureMapping.of(error, asked);
        }
        return switch (error.reason()) {
            case "InvalidVMState" ->
                FailureMapping.unchanged(Failure.WrongState::new, error, asked, "Start the VM first.");
            case "InvalidVMIdNotSingle", "InvalidVMNameNotSingle" -> FailureMapping.gone(error, asked, "gone");
            case "HyperVModuleNotAvailable" ->
                FailureMapping.unchanged(
                        Failure.Unsupported::new,
                        error,
                        asked,
                        "Install Hyper-V's PowerShell module on the machine that runs the VM.");
            default -> ofSession(error, asked);
        };
    }

    private static Failure ofSession(PlatformError error, Asked asked) {
        boolean isLogin = error.isOfType("PSDirectException")
                || error.reason().startsWith("InvalidCredential")
                || error.category().equals("AuthenticationError");
        if (isLogin) {
            return FailureMapping.unchanged(
                    Failure.NotPermitted::new,
                    error,
                    asked,
                    "Check user name and password of these credentials: an account of the guest, or of its domain"
                            + " (DOMAIN\\user), that is an administrator there.");
        }
        boolean isNoSession = FailureMapping.isOfRemoting(error)
                || error.category().equals("OpenError")
                || NOT_CONNECTED.contains(error.reason());
        if (isNoSession) {
            return FailureMapping.unchanged(
                    Failure.Unreachable::new,
                    error,
                    asked,
                    "The guest is still booting, or it is no Windows 10, Windows Server 2016 or later; wait until it"
                            + " has booted, then run it again.");
        }
        return FailureMapping.of(error, asked);
    }
}
