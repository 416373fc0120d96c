package io.jenkins.plugins.hypervnested.powershell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Gets into a host: nothing of the account that runs this JVM is used (no configuration, keys, known hosts or agent of
 * its
 * home directory), only what the endpoint and the secrets say.
 */
final class SshLogin {

    private static final Logger LOGGER = Logger.getLogger(SshLogin.class.getName());
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int SILENT_HEARTBEATS = 3;

    /** What a stream may be ahead of its reader. */
    private static final long WINDOW = 256 * 1024L;

    private final Endpoint.Ssh endpoint;
    private final HostSecrets secrets;
    private final List<HostKeys.Key> hostKeys;
    private final SshClient client;
    private volatile boolean otherHostKey;

    SshLogin(Endpoint.Ssh endpoint, HostSecrets secrets) {
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.hostKeys = HostKeys.parse(endpoint.hostKey());
        this.client = ClientBuilder.builder()
                .serverKeyVerifier((session, remote, key) -> isHostKey(remote, key))
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .build();
    }

    SshClient client() {
        return client;
    }

    /** Connects and logs in, each within the endpoint's timeout. The client is the caller's to close. */
    ClientSession logIn() throws TroubleException, InterruptedException {
        List<KeyPair> keys = privateKeys();
        prepare(keys.isEmpty());
        client.start();
        ClientSession session = connect();
        String password = secrets.password() == null ? null : secrets.password().reveal();
        keys.forEach(session::addPublicKeyIdentity);
        if (password != null) {
            session.addPasswordIdentity(password);
        }
        try {
            session.auth().verify(endpoint.connectTimeout());
            return session;
        } catch (IOException e) {
            throwIfInterrupted(e);
            throw refused(e);
        } finally {
            keys.forEach(session::removePublicKeyIdentity);
            if (password != null) {
                session.removePasswordIdentity(password);
            }
        }
    }

    private void prepare(boolean withPassword) {
        List<NamedFactory<Signature>> signatures = ClientBuilder.setUpDefaultSignatureFactories(true);
        List<UserAuthFactory> ways = new ArrayList<>();
        if (withPassword) {
            ways.add(new UserAuthPasswordFactory());
            ways.add(new UserAuthKeyboardInteractiveFactory());
        } else {
            ways.add(new UserAuthPublicKeyFactory(signatures));
        }
        client.setUserAuthFactories(ways);
        // A server has several keys; unless it is asked for one of a type that is known here, it may show another.
        client.setSignatureFactories(
                signatures.stream().filter(s -> isOfKnownType(s.getName())).toList());
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setAgentFactory(null);
        client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        client.setNioWorkers(2);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, SILENT_HEARTBEATS);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, endpoint.connectTimeout());
        CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW);
    }

    private boolean isOfKnownType(String signature) {
        return hostKeys.stream()
                .anyMatch(key -> key.type().equals("ssh-rsa")
                        ? signature.equals("rsa-sha2-512") || signature.equals("rsa-sha2-256")
                        : key.type().equals(signature));
    }

    private ClientSession connect() throws TroubleException, InterruptedException {
        if (client.getSignatureFactories().isEmpty()) {
            throw new TroubleException(Trouble.of(
                    Trouble.Kind.HOST_KEY,
                    "this Java cannot check host keys of type "
                            + hostKeys.get(0).type()));
        }
        try {
            return client.connect(endpoint.userName(), endpoint.address(), endpoint.port())
                    .verify(endpoint.connectTimeout())
                    .getClientSession();
        } catch (IOException e) {
            throwIfInterrupted(e);
            throw trouble(Trouble.Kind.NOT_CONNECTED, "no connection: " + reason(e), e);
        }
    }

    /** What lies beneath: the client's own words are about its futures, and repeat user and address. */
    private static String reason(IOException e) {
        String reason = e.getMessage();
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason;
    }

    private List<KeyPair> privateKeys() throws TroubleException {
        List<KeyPair> keys = new ArrayList<>();
        if (secrets.privateKey() == null) {
            return keys;
        }
        FilePasswordProvider passphrase = secrets.passphrase() == null
                ? FilePasswordProvider.EMPTY
                : FilePasswordProvider.of(secrets.passphrase().reveal());
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("private key"),
                    new ByteArrayInputStream(secrets.privateKey()),
                    passphrase);
            if (found != null) {
                found.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The cause is left out: parsers quote what they could not read.
            throw new TroubleException(Trouble.of(
                    Trouble.Kind.PRIVATE_KEY,
                    "it is damaged, encrypted with another passphrase, or of a type that this Java cannot read"));
        }
        if (keys.isEmpty()) {
            throw new TroubleException(Trouble.of(Trouble.Kind.PRIVATE_KEY, "there is no key in it"));
        }
        return keys;
    }

    private boolean isHostKey(SocketAddress remote, PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        byte[] blob = buffer.getCompactData();
        boolean known = hostKeys.stream().anyMatch(k -> k.hasBlob(blob));
        otherHostKey |= !known;
        return known;
    }

    private TroubleException refused(IOException e) {
        if (otherHostKey) {
            return trouble(Trouble.Kind.HOST_KEY, "the host shows another key than the configured one", e);
        }
        int code = e instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
        if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return trouble(Trouble.Kind.LOGIN, "the host does not accept this account", e);
        }
        if (e.getCause() instanceof TimeoutException) {
            return trouble(Trouble.Kind.NOT_CONNECTED, "the host does not answer", e);
        }
        return trouble(Trouble.Kind.NOT_CONNECTED, "no login: " + e.getMessage(), e);
    }

    /**
     * Leaves out the cause, which is logged instead: the failure may travel to a controller that must not or cannot load the
     * library's exceptions.
     */
    static TroubleException trouble(Trouble.Kind kind, String message, IOException cause) {
        LOGGER.log(Level.FINE, message, cause);
        return new TroubleException(Trouble.of(kind, message));
    }

    static void throwIfInterrupted(IOException e) throws InterruptedException {
        if (e instanceof InterruptedIOException || Thread.interrupted()) {
            LOGGER.log(Level.FINE, "interrupted while connecting", e);
            throw new InterruptedException("interrupted while connecting");
        }
    }
}
