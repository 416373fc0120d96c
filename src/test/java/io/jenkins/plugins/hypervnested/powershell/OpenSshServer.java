package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real sshd on loopback, with a configuration, host key and authorized key of its own, for the account that runs the
 * tests.
 */
final class OpenSshServer implements AutoCloseable {

    private final Path folder;
    private final Process sshd;
    private final int port;

    private OpenSshServer(Path folder, Process sshd, int port) {
        this.folder = folder;
        this.sshd = sshd;
        this.port = port;
    }

    /** {@return where sshd is, which seldom is on PATH; it must be started by its absolute path} */
    static Optional<Path> executable() {
        Optional<Path> onPath = PowerShells.onPath(List.of("sshd"));
        return onPath.or(() -> Stream.of("/usr/sbin/sshd", "/usr/local/sbin/sshd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst());
    }

    static OpenSshServer start(Path folder) throws IOException, InterruptedException {
        keygen(folder.resolve("host_key"));
        keygen(folder.resolve("user_key"));
        if (System.getProperty("user.name").equals("root")) {
            // Where root's sshd puts aside its rights; a package makes it at the boot of a machine that has one.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path configuration = Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "ListenAddress 127.0.0.1",
                        "Port " + port,
                        "HostKey " + folder.resolve("host_key"),
                        "AuthorizedKeysFile " + folder.resolve("user_key.pub"),
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password"));
        Process sshd = new ProcessBuilder(
                        executable().orElseThrow().toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        OpenSshServer server = new OpenSshServer(folder, sshd, port);
        server.awaitPort();
        return server;
    }

    private static void keygen(Path file) throws IOException, InterruptedException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", file.toString())
                .inheritIO()
                .start();
        if (keygen.waitFor() != 0) {
            throw new IOException("ssh-keygen failed");
        }
    }

    private void awaitPort() throws IOException, InterruptedException {
        while (!sshd.waitFor(50, TimeUnit.MILLISECONDS)) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                // Nobody listens yet.
                continue;
            }
        }
        throw new IOException("sshd does not start: " + Files.readString(folder.resolve("sshd.log")));
    }

    Endpoint.Ssh endpoint(Path shell) throws IOException {
        return endpoint(shell, Files.readString(folder.resolve("host_key.pub")));
    }

    Endpoint.Ssh endpoint(Path shell, String hostKey) {
        return new Endpoint.Ssh(
                "127.0.0.1", port, System.getProperty("user.name"), hostKey, shell.toString(), Duration.ofSeconds(20));
    }

    HostSecrets secrets() throws IOException {
        return HostSecrets.ofPrivateKey(Files.readAllBytes(folder.resolve("user_key")), null);
    }

    /** {@return what it runs at present, whose command line holds that text} */
    Set<ProcessHandle> running(String text) {
        return sshd.descendants()
                .filter(handle -> handle.info().commandLine().orElse("").contains(text))
                .collect(Collectors.toSet());
    }

    /** Cuts every connection, as a host that is switched off does but for the packets that tell of it. */
    void cut() {
        sshd.children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        ProcessTree.kill(sshd.toHandle(), Set.of());
    }
}
