package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** PowerShell as a child of this JVM. */
final class LocalChannel implements Channel {

    private static final Logger LOGGER = Logger.getLogger(LocalChannel.class.getName());

    private final Process process;
    private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();

    private LocalChannel(Process process) {
        this.process = process;
    }

    /**
     * @param named PowerShell's executable; empty for the platform's
     * @param encodedBootstrap what goes after {@code -EncodedCommand}
     */
    static LocalChannel start(String named, String encodedBootstrap) throws TroubleException {
        String executable = PlatformShell.locate(named);
        List<String> command = CommandLine.of(executable, encodedBootstrap);
        ProcessBuilder builder = new ProcessBuilder(command);
        adjust(builder.environment(), named.isEmpty());
        try {
            return new LocalChannel(builder.start());
        } catch (IOException e) {
            throw new TroubleException(
                    Trouble.Kind.NO_POWERSHELL, "\"" + executable + "\" could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * @param windowsPowerShell whether it is the one of Windows. An agent that was itself started from PowerShell 7
     *     hands on a
     *     module path that makes Windows PowerShell load modules it cannot run; without one it makes its own
     */
    private static void adjust(Map<String, String> environment, boolean windowsPowerShell) {
        environment.put("NO_COLOR", "1");
        if (windowsPowerShell) {
            environment.keySet().removeIf("PSModulePath"::equalsIgnoreCase);
        }
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public InputStream error() {
        return process.getErrorStream();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void ending() {
        process.descendants().forEach(started::add);
    }

    @Override
    public void kill() {
        if (!ProcessTree.kill(process.toHandle(), started)) {
            LOGGER.log(Level.WARNING, "PowerShell {0} or a process that it started could not be ended", process.pid());
        }
    }
}
