package io.jenkins.plugins.hypervnested.powershell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds Windows PowerShell where Windows keeps it, never by PATH. From a process of 32 bits it is reached through
 * {@code Sysnative}: {@code System32} would be redirected to the one of 32 bits, which has no Hyper-V module.
 */
final class PlatformShell {

    private static final Pattern WINDOWS_FOLDER = Pattern.compile("[A-Za-z]:\\\\[^\"*?<>|/]{1,200}");

    private static final String BELOW = "\\WindowsPowerShell\\v1.0\\powershell.exe";

    private PlatformShell() {}

    /**
     * @param named what an admin named; empty for the platform's
     * @throws TroubleException when there is none for this system
     */
    static String locate(String named) throws TroubleException {
        if (!named.isEmpty()) {
            return named;
        }
        return locate(System.getProperty("os.name", ""), System::getenv, path -> Files.exists(Path.of(path)));
    }

    static String locate(String system, UnaryOperator<String> environment, Predicate<String> exists)
            throws TroubleException {
        if (!isWindows(system)) {
            throw new TroubleException(Trouble.of(
                    Trouble.Kind.NO_POWERSHELL, "this agent runs no Windows, and no PowerShell executable is named"));
        }
        String root = environment.apply("SystemRoot");
        if (root == null || !WINDOWS_FOLDER.matcher(root).matches()) {
            throw new TroubleException(
                    Trouble.of(Trouble.Kind.NO_POWERSHELL, "SystemRoot does not name the folder of Windows"));
        }
        String sysnative = root + "\\Sysnative" + BELOW;
        return exists.test(sysnative) ? sysnative : root + "\\System32" + BELOW;
    }

    static boolean isWindows() {
        return isWindows(System.getProperty("os.name", ""));
    }

    private static boolean isWindows(String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
