package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * PowerShell behind an SSH server, over a connection of this JVM: one client, one session, one exec channel.
 *
 * <p>Only this class and {@link SshLogin} link the SSH library, which may be missing.
 */
final class SshChannel implements Channel {

    private static final Logger LOGGER = Logger.getLogger(SshChannel.class.getName());
    private static final Duration STEP = Duration.ofSeconds(1);

    private final SshClient client;
    private final ClientSession session;
    private final ChannelExec channel;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private SshChannel(SshClient client, ClientSession session, ChannelExec channel) {
        this.client = client;
        this.session = session;
        this.channel = channel;
        channel.addCloseFutureListener(closed -> exit.complete(channel.getExitStatus()));
    }

    /**
     * Connects, checks the host's key, logs in, and starts PowerShell.
     *
     * @throws NoClassDefFoundError when the SSH library is not there
     */
    static SshChannel start(Endpoint.Ssh endpoint, HostSecrets secrets, String encodedBootstrap)
            throws TroubleException, InterruptedException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The library looks up its services, and its threads theirs, through the loader of the thread that builds the
        // client.
        Thread.currentThread().setContextClassLoader(SshChannel.class.getClassLoader());
        SshLogin login = new SshLogin(endpoint, secrets);
        boolean started = false;
        try {
            ClientSession session = login.logIn();
            ChannelExec channel = execute(endpoint, session, encodedBootstrap);
            started = true;
            return new SshChannel(login.client(), session, channel);
        } finally {
            if (!started) {
                login.client().close(true);
            }
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static ChannelExec execute(Endpoint.Ssh endpoint, ClientSession session, String encodedBootstrap)
            throws TroubleException, InterruptedException {
        String line = String.join(" ", CommandLine.of(endpoint.powerShell(), encodedBootstrap));
        try {
            ChannelExec channel = session.createExecChannel(line);
            channel.open().verify(endpoint.connectTimeout());
            return channel;
        } catch (IOException e) {
            SshLogin.throwIfInterrupted(e);
            throw SshLogin.trouble(
                    Trouble.Kind.NOT_CONNECTED, "the SSH server starts no program: " + e.getMessage(), e);
        }
    }

    @Override
    public OutputStream input() {
        return channel.getInvertedIn();
    }

    @Override
    public InputStream output() {
        return channel.getInvertedOut();
    }

    @Override
    public InputStream error() {
        return channel.getInvertedErr();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public void ending() {
        // The server ends what belongs to the channel; nothing over there can be listed from here.
    }

    /**
     * Asks the server to kill the process (RFC 4254, 6.9), then closes channel, session and client, each within a
     * bound.
     */
    @Override
    public void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            if (channel.isOpen() && session.isOpen()) {
                sendKill();
                channel.close(false).await(STEP);
            }
            session.close(false).await(STEP);
            client.close(true).await(STEP);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The SSH connection was lost while it was closed", e);
            client.close(true);
        } finally {
            exit.complete(null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sendKill() throws IOException {
        Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        request.putUInt(channel.getRecipient());
        request.putString("signal");
        request.putBoolean(false);
        request.putString("KILL");
        channel.writePacket(request).await(STEP);
    }
}
