package io.jenkins.plugins.hypervnested.machine;

/** An IPv4 prefix, as far as a {@link SimulatedNetwork} counts with it. */
record SimulatedPrefix(int bits, int length) {

    static SimulatedPrefix of(String text) {
        String[] parts = text.split("/");
        return of(parts[0], Integer.parseInt(parts[1]));
    }

    static SimulatedPrefix of(String ip, int length) {
        int bits = 0;
        for (String number : ip.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(number);
        }
        return new SimulatedPrefix(bits & mask(length), length);
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    boolean overlaps(SimulatedPrefix other) {
        int shorter = mask(Math.min(length, other.length));
        return (bits & shorter) == (other.bits & shorter);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + '.' + (bits >>> 8 & 255) + '.' + (bits & 255) + '/' + length;
    }
}
