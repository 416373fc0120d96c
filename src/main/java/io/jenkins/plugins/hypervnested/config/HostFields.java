package io.jenkins.plugins.hypervnested.config;

import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.Endpoint.WinRm.Authentication;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What may stand in the fields of a host. Each method gives the problem in the reader's language, or null where there is none. */
final class HostFields {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern CONFIGURATION_NAME = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final int LONGEST_NAME = 100;
    /** The address of the address check, for the fields beside it: it is one that nobody has (RFC 6761). */
    private static final String ANY_ADDRESS = "host.invalid";
    /** A key that only has the right form, for the fields beside it. */
    private static final String ANY_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private HostFields() {}

    static String problemOfName(String name) {
        if (name == null || name.isBlank()) {
            return Messages.HostFields_NameMissing();
        }
        boolean plain = name.equals(name.strip())
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl);
        return plain ? null : Messages.HostFields_Name(LONGEST_NAME);
    }

    static String problemOfId(String id) {
        return id != null && ID.matcher(id).matches() ? null : Messages.HostFields_Id();
    }

    static String problemOfAddress(String address) {
        if (address == null || address.isBlank()) {
            return Messages.HostFields_AddressMissing();
        }
        return accepted(() -> ssh(address.strip(), ANY_KEY, Endpoint.Ssh.DEFAULT_POWERSHELL))
                ? null
                : Messages.HostFields_Address();
    }

    static String problemOfPort(String port) {
        boolean number = port != null && PORT.matcher(port.strip()).matches();
        int value = number ? Integer.parseInt(port.strip()) : 0;
        return value >= 1 && value <= 65_535 ? null : Messages.HostFields_Port();
    }

    static String problemOfConfigurationName(String name) {
        return name == null || CONFIGURATION_NAME.matcher(name.strip()).matches()
                ? null
                : Messages.HostFields_ConfigurationName();
    }

    static String problemOfAuthentication(String authentication, boolean https, String credentialsId) {
        boolean needsPassword = Authentication.BASIC.name().equals(authentication)
                || Authentication.CREDSSP.name().equals(authentication);
        if (needsPassword && (credentialsId == null || credentialsId.isEmpty())) {
            return Messages.HostFields_AuthenticationNeedsCredentials();
        }
        return Authentication.BASIC.name().equals(authentication) && !https
                ? Messages.HostFields_BasicNeedsHttps()
                : null;
    }

    static String problemOfHostKey(String hostKey) {
        if (hostKey == null || hostKey.isBlank()) {
            return Messages.HostFields_HostKeyMissing();
        }
        return accepted(() -> ssh(ANY_ADDRESS, hostKey.strip(), Endpoint.Ssh.DEFAULT_POWERSHELL))
                ? null
                : Messages.HostFields_HostKey();
    }

    static String problemOfPowerShell(String powerShell) {
        boolean fits = powerShell == null
                || powerShell.isBlank()
                || accepted(() -> ssh(ANY_ADDRESS, ANY_KEY, powerShell.strip()));
        return fits ? null : Messages.HostFields_PowerShell();
    }

    /** {@return what is wrong with rules for names; they are wrong in nothing but that there may be none} */
    static String warningOfRules(String lines) {
        List<String> rules = NameRules.parse(lines).rules();
        if (rules.isEmpty()) {
            return Messages.HostFields_NobodyMay();
        }
        return rules.contains("*") ? Messages.HostFields_EverybodyMay() : null;
    }

    private static Endpoint ssh(String address, String hostKey, String powerShell) {
        return new Endpoint.Ssh(address, 22, "user", hostKey, powerShell, Duration.ofSeconds(1));
    }

    private static boolean accepted(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
