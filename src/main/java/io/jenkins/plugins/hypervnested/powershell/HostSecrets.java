package io.jenkins.plugins.hypervnested.powershell;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What an account proves itself with: nothing, a password, or a private key. Cleared by
 * {@link PowerShellMachine#open}, whether that succeeds or not.
 */
public final class HostSecrets implements Serializable {

    private static final long serialVersionUID = 1;

    private final SecretText password;
    private final byte[] privateKey;
    private final SecretText passphrase;

    private HostSecrets(SecretText password, byte[] privateKey, SecretText passphrase) {
        this.password = password;
        this.privateKey = privateKey;
        this.passphrase = passphrase;
    }

    /** No secret: the account that runs the agent is the one that is used. */
    public static HostSecrets none() {
        return new HostSecrets(null, null, null);
    }

    public static HostSecrets ofPassword(SecretText password) {
        return new HostSecrets(password, null, null);
    }

    /**
     * @param privateKey a private key as in a file (OpenSSH, PKCS#1, PKCS#8 or PuTTY form); copied
     * @param passphrase what decrypts it; null when it is not encrypted
     */
    public static HostSecrets ofPrivateKey(byte[] privateKey, SecretText passphrase) {
        return new HostSecrets(null, privateKey.clone(), passphrase);
    }

    /** {@return the password, or null} */
    SecretText password() {
        return password;
    }

    /** {@return the private key's bytes, not a copy, or null} */
    byte[] privateKey() {
        return privateKey;
    }

    /** {@return the private key's passphrase, or null} */
    SecretText passphrase() {
        return passphrase;
    }

    /** Overwrites all of it. */
    public void clear() {
        if (password != null) {
            password.clear();
        }
        if (privateKey != null) {
            Arrays.fill(privateKey, (byte) 0);
        }
        if (passphrase != null) {
            passphrase.clear();
        }
    }

    @Override
    public String toString() {
        return "****";
    }
}
