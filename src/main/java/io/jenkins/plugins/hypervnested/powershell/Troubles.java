package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.powershell.Trouble.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** From a conversation that ended to the failure that a caller sees. */
final class Troubles {

    private static final int EXIT_LANGUAGE_MODE = 64;
    private static final int EXIT_MODULE_DAMAGED = 65;

    /** How the shells of Unix and Windows end when there is no such program, or it may not be run. */
    private static final int EXIT_NOT_EXECUTABLE = 126;

    private static final int EXIT_NOT_FOUND = 127;
    private static final int EXIT_NOT_FOUND_WINDOWS = 9009;

    private static final String AGAIN = "Look at the machine's own output in the log, then run it again.";

    private static final String NAME_IT =
            "Use an agent that runs Windows, or SSH with the path of PowerShell in the configuration of this host.";

    private record Meaning(Function<Failure.Details, Failure> kind, String id, String remedy) {}

    private static final Map<Trouble.Kind, Meaning> MEANINGS = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.NO_POWERSHELL, new Meaning(Failure.Unsupported::new, "HVN.NoPowerShell", NAME_IT)),
            Map.entry(
                    Kind.NO_SSH,
                    new Meaning(
                            Failure.Unsupported::new,
                            "HVN.NoSsh",
                            "Install the plugin \"Mina SSHD API :: Core\" (mina-sshd-api-core).")),
            Map.entry(
                    Kind.NOT_CONNECTED,
                    new Meaning(
                            Failure.Unreachable::new,
                            "HVN.NotConnected",
                            "Check address, port and firewall, and that the SSH server runs there.")),
            Map.entry(
                    Kind.HOST_KEY,
                    new Meaning(
                            Failure.Unreachable::new,
                            "HVN.HostKey",
                            "Find out why. If the host was set up anew, configure its present public key.")),
            Map.entry(
                    Kind.LOGIN,
                    new Meaning(
                            Failure.NotPermitted::new,
                            "HVN.Login",
                            "Check the user name and the password or key of the credentials.")),
            Map.entry(
                    Kind.PRIVATE_KEY,
                    new Meaning(
                            Failure.NotPermitted::new,
                            "HVN.PrivateKey",
                            "Check the private key and the passphrase of the credentials.")),
            Map.entry(
                    Kind.CLOSED,
                    new Meaning(
                            Failure.Unreachable::new, "HVN.Closed", "Run it again if it was not meant to be stopped.")),
            Map.entry(Kind.TIMED_OUT, new Meaning(Failure.TimedOut::new, "HVN.TimedOut", AGAIN)),
            Map.entry(Kind.ENDED, new Meaning(Failure.Unreachable::new, "HVN.Ended", AGAIN)),
            Map.entry(Kind.TRUNCATED, new Meaning(Failure.Unreachable::new, "HVN.Truncated", AGAIN)),
            Map.entry(
                    Kind.GARBAGE,
                    new Meaning(
                            Failure.Protocol::new,
                            "HVN.Garbage",
                            "Look at the machine's own output in the log. If it goes on, update both sides."))));

    private Troubles() {}

    static MachineException exception(TroubleException e, Asked asked, Noise noise) {
        return new MachineException(failure(e.trouble(), asked, noise.tail()), e);
    }

    /** As {@link #exception}, for a PowerShell that has not answered yet. */
    static MachineException exceptionAtStart(TroubleException e, Asked asked, Noise noise) {
        return new MachineException(failureAtStart(e.trouble(), asked, noise), e);
    }

    static Failure failure(Trouble trouble, Asked asked, String tail) {
        Meaning meaning = MEANINGS.get(trouble.kind());
        String message =
                switch (trouble.kind()) {
                    case ENDED -> ended("PowerShell ended", trouble);
                    case TRUNCATED -> ended("PowerShell ended in the middle of an answer", trouble);
                    default -> trouble.message();
                };
        return meaning.kind.apply(
                asked.details(asked.stateWhenLost(), meaning.remedy, meaning.id, "", withTail(message, tail)));
    }

    private static Failure failureAtStart(Trouble trouble, Asked asked, Noise noise) {
        if (trouble.kind() == Kind.ENDED) {
            return endedAtStart(trouble, asked, noise);
        }
        if (trouble.kind() == Kind.TIMED_OUT) {
            return new Failure.TimedOut(asked.details(
                    asked.stateWhenLost(),
                    "Check that it is PowerShell that is started, and what holds it up: antimalware, a prompt.",
                    "HVN.NoGreeting",
                    "",
                    withTail(trouble.message(), noise.tail())));
        }
        return failure(trouble, asked, noise.tail());
    }

    private static Failure endedAtStart(Trouble trouble, Asked asked, Noise noise) {
        String state = asked.stateWhenLost();
        int code = trouble.exitCode() == null ? 0 : trouble.exitCode();
        if (!noise.languageMode().isEmpty()) {
            return new Failure.Unsupported(asked.details(
                    state,
                    "That machine restricts PowerShell (WDAC or AppLocker). Install the plugin's signed JEA module"
                            + " there and name its endpoint, or allow FullLanguage for this account.",
                    "HVN.LanguageMode",
                    "",
                    "the language mode is " + noise.languageMode() + ", exit code " + EXIT_LANGUAGE_MODE));
        }
        if (code == EXIT_MODULE_DAMAGED) {
            return new Failure.Protocol(asked.details(
                    state, "Run it again.", "HVN.ModuleDamaged", "", "the module was damaged on its way"));
        }
        String message = withTail(ended("PowerShell ended before its first answer", trouble), noise.tail());
        if (code == EXIT_NOT_EXECUTABLE || code == EXIT_NOT_FOUND || code == EXIT_NOT_FOUND_WINDOWS) {
            return new Failure.Unsupported(asked.details(state, NAME_IT, "HVN.NoPowerShell", "", message));
        }
        return new Failure.Protocol(asked.details(
                state,
                "Check that it is PowerShell that was started, and whether antimalware or a shell got in its way.",
                "HVN.NoGreeting",
                "",
                message));
    }

    private static String ended(String what, Trouble trouble) {
        String how = trouble.message().isEmpty() ? ", or the connection to it was lost" : ": " + trouble.message();
        return what + how;
    }

    private static String withTail(String message, String tail) {
        return tail.isEmpty() ? message : message + "; it printed: " + tail;
    }
}
