package io.jenkins.plugins.hypervnested.operation;

import java.util.regex.Pattern;

/**
 * An IPv4 prefix.
 *
 * @param network its first address, as 32 bits
 * @param length 0 to 32
 */
record Ipv4(int network, int length) {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int BITS = 32;
    private static final int OCTETS = 4;
    private static final int HIGHEST_OCTET = 255;

    /**
     * {@return the 32 bits of four decimal numbers with dots} Numbers with leading zeros are refused: some readers take them for octal.
     *
     * @throws IllegalArgumentException when it is none
     */
    static int address(String text) {
        String[] parts = text == null ? new String[0] : text.split("\\.", -1);
        if (parts.length != OCTETS) {
            throw new IllegalArgumentException("'" + text + "' is no IPv4 address");
        }
        int bits = 0;
        for (String part : parts) {
            if (!NUMBER.matcher(part).matches() || Integer.parseInt(part) > HIGHEST_OCTET) {
                throw new IllegalArgumentException("'" + text + "' is no IPv4 address");
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return bits;
    }

    /**
     * Reads a prefix such as {@code 192.168.100.0/24}.
     *
     * @throws IllegalArgumentException when it is none, or has bits behind its length
     */
    static Ipv4 prefix(String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!NUMBER.matcher(length).matches() || Integer.parseInt(length) > BITS) {
            throw new IllegalArgumentException("'" + text + "' is no IPv4 prefix such as 192.168.100.0/24");
        }
        int address = address(text.substring(0, slash));
        Ipv4 prefix = of(address, Integer.parseInt(length));
        if (prefix.network != address) {
            throw new IllegalArgumentException("'" + text + "' has bits behind its length; meant is perhaps " + prefix);
        }
        return prefix;
    }

    /** {@return the prefix of that length in which an address is} */
    static Ipv4 of(int address, int length) {
        return new Ipv4(address & mask(length), length);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << BITS - length;
    }

    boolean contains(int address) {
        return (address & mask(length)) == network;
    }

    boolean overlaps(Ipv4 other) {
        return length <= other.length ? contains(other.network) : other.contains(network);
    }

    /** {@return its last address, which is not one of a machine unless the prefix has two addresses or one} */
    int broadcast() {
        return network | ~mask(length);
    }

    static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & HIGHEST_OCTET) + "." + (address >>> 8 & HIGHEST_OCTET) + "."
                + (address & HIGHEST_OCTET);
    }

    @Override
    public String toString() {
        return text(network) + '/' + length;
    }
}
