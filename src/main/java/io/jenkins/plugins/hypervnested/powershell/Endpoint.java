package io.jenkins.plugins.hypervnested.powershell;

import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;

/** How a machine is reached. Holds no secret: those are in {@link HostSecrets}. */
public sealed interface Endpoint extends Serializable {

    /** {@return how messages name the machine until it has told its own name} */
    String shownAs();

    /**
     * PowerShell on the machine that runs this code, which is the host itself.
     *
     * @param executable PowerShell's executable; empty for the one of Windows. Must be named on other systems
     */
    record Local(String executable) implements Endpoint {

        public Local {
            Checks.line("executable", executable);
        }

        @Override
        public String shownAs() {
            return "this agent";
        }
    }

    /**
     * A session of PowerShell's own remoting, opened by a PowerShell on the machine that runs this code.
     *
     * @param executable PowerShell's executable; empty for the one of Windows. Must be named on other systems
     * @param address name or address of the host
     * @param port WinRM's port there
     * @param https whether the transport is HTTPS; HTTP is for domains, where Kerberos encrypts what it carries
     * @param authentication how the account proves itself
     * @param configurationName name of the JEA endpoint; empty for the default one
     * @param userName the account; empty for the one that runs this code
     */
    record WinRm(
            String executable,
            String address,
            int port,
            boolean https,
            Authentication authentication,
            String configurationName,
            String userName)
            implements Endpoint {

        /** The values of {@code New-PSSession -Authentication} that can be chosen. */
        public enum Authentication {
            DEFAULT,
            NEGOTIATE,
            KERBEROS,
            BASIC,
            CREDSSP
        }

        public WinRm {
            Checks.line("executable", executable);
            Checks.address(address);
            Checks.port(port);
            Checks.required("authentication", authentication);
            Checks.line("configuration name", configurationName);
            Checks.line("user name", userName);
        }

        @Override
        public String shownAs() {
            return address;
        }
    }

    /**
     * PowerShell started by an SSH server, over a connection that this JVM makes.
     *
     * @param address name or address of the host
     * @param port port of the SSH server
     * @param userName the account
     * @param hostKey the host's public key, as lines of OpenSSH's {@code *.pub} or {@code known_hosts} files; one
     *     of them must fit
     * @param powerShell name or path of PowerShell's executable there, of letters, digits and {@code _ . / : \ -}
     * @param connectTimeout bound on connecting, and again on logging in
     */
    record Ssh(String address, int port, String userName, String hostKey, String powerShell, Duration connectTimeout)
            implements Endpoint {

        /** What {@link #powerShell} is unless somebody says otherwise. */
        public static final String DEFAULT_POWERSHELL = "powershell";

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:\\\\-]{1,260}");

        public Ssh {
            Checks.address(address);
            Checks.port(port);
            Checks.line("user name", userName);
            Checks.filled("user name", userName);
            HostKeys.parse(hostKey);
            if (powerShell == null || !PLAIN.matcher(powerShell).matches() || powerShell.startsWith("-")) {
                throw new IllegalArgumentException(
                        "the name of PowerShell's executable has letters, digits and _ . / : \\ - only");
            }
            if (connectTimeout == null || connectTimeout.isNegative() || connectTimeout.isZero()) {
                throw new IllegalArgumentException("the connect timeout must be longer than nothing");
            }
        }

        @Override
        public String shownAs() {
            return address;
        }
    }
}
