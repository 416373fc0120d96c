package io.jenkins.plugins.hypervnested.powershell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The PowerShell that is shipped: the bootstrap, and the module that {@code module.txt} lists file by file. Read once.
 */
final class ModuleSource {

    /**
     * Longest bootstrap after {@code -EncodedCommand}: what Windows OpenSSH was seen to pass on whole, with room for
     * the rest.
     */
    static final int LONGEST_BOOTSTRAP = 1_200;

    private final String encodedBootstrap;
    private final String base64;
    private final String sha256;

    private ModuleSource(String encodedBootstrap, String base64, String sha256) {
        this.encodedBootstrap = encodedBootstrap;
        this.base64 = base64;
        this.sha256 = sha256;
    }

    /** {@return what this plugin ships} */
    static ModuleSource shipped() {
        return Shipped.SOURCE;
    }

    static ModuleSource of(String bootstrap, String module) {
        String encoded = Base64.getEncoder().encodeToString(bootstrap.getBytes(StandardCharsets.UTF_16LE));
        if (encoded.length() >= LONGEST_BOOTSTRAP) {
            throw new IllegalStateException("the bootstrap has " + encoded.length() + " characters");
        }
        byte[] utf8 = module.getBytes(StandardCharsets.UTF_8);
        return new ModuleSource(encoded, Base64.getEncoder().encodeToString(utf8), sha256(utf8));
    }

    /** {@return the bootstrap in the form that goes after {@code -EncodedCommand}} */
    String encodedBootstrap() {
        return encodedBootstrap;
    }

    /** {@return SHA-256 of the module's UTF-8 bytes, in lower-case hexadecimal} */
    String sha256() {
        return sha256;
    }

    /** {@return the line that the bootstrap reads, with its end} */
    byte[] line() {
        return (base64.length() + " " + sha256 + " " + base64 + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Shipped {

        static final ModuleSource SOURCE = load();

        private static ModuleSource load() {
            StringBuilder module = new StringBuilder();
            for (String name : resource("module.txt").lines().map(String::strip).toList()) {
                if (!name.isEmpty() && !name.startsWith("#")) {
                    module.append(resource(name)).append('\n');
                }
            }
            return of(resource("bootstrap.ps1").strip(), module.toString());
        }

        /** A checkout may have turned the ends of lines; the hash must not depend on it. */
        private static String resource(String name) {
            try (InputStream stream = ModuleSource.class.getResourceAsStream(name)) {
                if (stream == null) {
                    throw new IllegalStateException("the plugin lacks its file " + name);
                }
                String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return text.replace("\r\n", "\n").replaceFirst("^\uFEFF", "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
