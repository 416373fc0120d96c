package io.jenkins.plugins.hypervnested.powershell;

import java.util.ArrayList;
import java.util.List;

/**
 * How PowerShell is started: constant but for the name of the executable, with no quote and no character that a shell
 * would mind.
 */
final class CommandLine {

    private static final List<String> OPTIONS = List.of(
            "-NoLogo",
            "-NoProfile",
            "-NonInteractive",
            "-InputFormat",
            "None",
            "-OutputFormat",
            "Text",
            "-EncodedCommand");

    private CommandLine() {}

    static List<String> of(String executable, String encodedBootstrap) {
        List<String> line = new ArrayList<>();
        line.add(executable);
        line.addAll(OPTIONS);
        line.add(encodedBootstrap);
        return line;
    }
}
