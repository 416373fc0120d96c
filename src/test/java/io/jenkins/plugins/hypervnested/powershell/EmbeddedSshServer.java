package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** An SSH server in this JVM that runs what it is told, for one account with a password and keys. */
final class EmbeddedSshServer implements AutoCloseable {

    static final String USER = "lab admin";
    static final String PASSWORD = "p\u00e4ss w\u00f6rd\u3042";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<KeyPair> hostKeys;
    private final ConcurrentLinkedQueue<Signal> signals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger logins = new AtomicInteger();

    /**
     * @param accepted the one key that is let in; null for none
     */
    EmbeddedSshServer(List<KeyPair> hostKeys, PublicKey accepted) {
        this.hostKeys = hostKeys;
        server.setHost("127.0.0.1");
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.incrementAndGet();
            return user.equals(USER) && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> {
            logins.incrementAndGet();
            return user.equals(USER) && KeyUtils.compareKeys(key, accepted);
        });
        server.setCommandFactory(this::record);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command, and notes the signals that it is sent. */
    private Command record(ChannelSession channel, String line) throws IOException {
        channel.getEnvironment().addSignalListener((sent, signal) -> signals.add(signal), Signal.values());
        return ProcessShellCommandFactory.INSTANCE.createCommand(channel, line);
    }

    /** {@return the signals that any command was sent} */
    List<Signal> signals() {
        return List.copyOf(signals);
    }

    static KeyPair key(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String line(KeyPair key) {
        return PublicKeyEntry.toString(key.getPublic());
    }

    /** {@return an endpoint that knows the first host key} */
    Endpoint.Ssh endpoint(Path shell) {
        return endpoint(shell, line(hostKeys.get(0)));
    }

    Endpoint.Ssh endpoint(Path shell, String hostKey) {
        return new Endpoint.Ssh("127.0.0.1", server.getPort(), USER, hostKey, shell.toString(), Duration.ofSeconds(10));
    }

    /** {@return how often somebody tried to log in} */
    int logins() {
        return logins.get();
    }

    /** Drops every connection. */
    void drop() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        server.close(true);
    }
}
