package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The version of a build, from git as the standard build makes it, with an ending that no release has. */
final class GitVersion {

    private static final String ENDING = "-portable";

    private GitVersion() {}

    /** {@return such as {@code 12.v4da_61a_4a_19e5-portable}; {@code 0-portable} outside a repository} */
    static String of(Path folder) throws IOException {
        String count = git(folder, "rev-list", "--count", "HEAD");
        String hash = git(folder, "rev-parse", "--short=12", "HEAD");
        if (count.isEmpty() || hash.isEmpty()) {
            return "0" + ENDING;
        }
        // An underscore after a and b, as in releases: Maven would take a digit's neighbour for "alpha" or "beta".
        return count + ".v" + hash.replaceAll("[ab]", "$0_") + ENDING;
    }

    private static String git(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No git on this machine: not needed to build.
            return "";
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        try {
            return process.waitFor() == 0 ? output : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git was running", e);
        }
    }
}
