package io.jenkins.plugins.hypervnested.powershell;

import java.util.regex.Pattern;

/** What an {@link Endpoint} may be made of. */
final class Checks {

    /** Host names, IPv4 and IPv6 addresses, the latter with a zone. */
    private static final Pattern ADDRESS = Pattern.compile("[\\p{L}\\p{N}._:%\\[\\]-]{1,255}");

    private static final int LONGEST_LINE = 1024;

    private Checks() {}

    static void required(String name, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the " + name + " is missing");
        }
    }

    static void filled(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the " + name + " is missing");
        }
    }

    static void line(String name, String value) {
        required(name, value);
        if (value.length() > LONGEST_LINE || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the " + name + " is one line of at most " + LONGEST_LINE + " characters");
        }
    }

    static void address(String value) {
        if (value == null || !ADDRESS.matcher(value).matches() || value.startsWith("-")) {
            throw new IllegalArgumentException("the address is a host name or an IP address");
        }
    }

    static void port(int value) {
        if (value < 1 || value > 65_535) {
            throw new IllegalArgumentException("the port is a number from 1 to 65535");
        }
    }
}
