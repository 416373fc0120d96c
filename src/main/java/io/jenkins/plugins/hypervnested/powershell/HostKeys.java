package io.jenkins.plugins.hypervnested.powershell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public keys that a host may show, read from lines as they stand in OpenSSH's {@code *.pub} and {@code
 * known_hosts}
 * files. Knows no SSH library, so that a form can check what was typed where none is installed.
 */
final class HostKeys {

    private static final Pattern KEY = Pattern.compile(
            "(?:^|\\s)(ssh-(?:rsa|ed25519)|ecdsa-sha2-[A-Za-z0-9-]+)\\s+([A-Za-z0-9+/]{40,}={0,2})(?:\\s|$)");

    private static final int LONGEST = 64 * 1024;

    /** One key: its type and the bytes that travel in the key exchange. */
    static final class Key {
        private final String type;
        private final byte[] blob;

        Key(String type, byte[] blob) {
            this.type = type;
            this.blob = blob;
        }

        String type() {
            return type;
        }

        boolean hasBlob(byte[] other) {
            return Arrays.equals(blob, other);
        }
    }

    private HostKeys() {}

    /**
     * @throws IllegalArgumentException when there is no key in it, or a line that is none
     */
    static List<Key> parse(String lines) {
        if (lines == null || lines.length() > LONGEST) {
            throw new IllegalArgumentException("the host key is missing or too long");
        }
        List<Key> keys = new ArrayList<>();
        for (String line : lines.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(parseLine(line));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the host key is missing");
        }
        return keys;
    }

    private static Key parseLine(String line) {
        Matcher matcher = KEY.matcher(line);
        if (line.startsWith("@") || !matcher.find()) {
            throw new IllegalArgumentException(
                    "a host key is a line such as \"ssh-ed25519 AAAA…\", or one that ssh-keyscan prints");
        }
        byte[] blob = Base64.getDecoder().decode(matcher.group(2));
        if (!matcher.group(1).equals(typeIn(blob))) {
            throw new IllegalArgumentException("the host key is damaged: its type and its content do not agree");
        }
        return new Key(matcher.group(1), blob);
    }

    /** The blob begins with its type: a length of four bytes and that many characters (RFC 4253, 6.6). */
    private static String typeIn(byte[] blob) {
        int length = (blob[0] & 0xff) << 24 | (blob[1] & 0xff) << 16 | (blob[2] & 0xff) << 8 | blob[3] & 0xff;
        if (length < 1 || length > blob.length - 4) {
            return "";
        }
        return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }
}
