package io.jenkins.plugins.hypervnested.powershell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells answers from noise in a stream of bytes, and needs no more memory for a line of any length than an answer may
 * have.
 *
 * <p>An answer begins with the marker, wherever in a line that stands: what the machine printed before it without
 * ending the
 * line is noise, and does not spoil the answer. Not safe for several threads.
 */
final class OutputReader {

    /** Longest answer: 1 MB of JSON is 1.4 million characters of Base64. */
    static final int LONGEST_ANSWER = 1_500_000;

    /** As many bytes of a line of noise are kept: enough for 2,000 characters of any script. */
    static final int LONGEST_NOISE = 8_000;

    /** Takes what was found. A stream without a marker has noise only. */
    @FunctionalInterface
    interface Listener {
        void noise(byte[] line, int length);

        default void answer(String payload) {
            throw new IllegalStateException("this stream has no answers");
        }

        /** An answer was longer than {@link #LONGEST_ANSWER}. */
        default void overlong() {
            throw new IllegalStateException("this stream has no answers");
        }

        /** The stream ended inside an answer. */
        default void truncated() {
            throw new IllegalStateException("this stream has no answers");
        }
    }

    private final byte[] prefix;
    private final int[] fallback;
    private final Listener listener;
    private final byte[] noise = new byte[LONGEST_NOISE];
    private ByteArrayOutputStream answer;
    private boolean overlong;
    private int matched;
    private long noiseLength;

    /**
     * @param marker what an answer begins with, followed by a space; empty for a stream that has no answers
     */
    OutputReader(String marker, Listener listener) {
        this.prefix = marker.isEmpty() ? new byte[0] : (marker + " ").getBytes(StandardCharsets.US_ASCII);
        this.fallback = fallbackOf(prefix);
        this.listener = listener;
    }

    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                endOfLine();
            } else if (answer != null) {
                addToAnswer(b);
            } else {
                addToNoise(b);
            }
        }
    }

    void end() {
        if (answer != null) {
            answer = null;
            listener.truncated();
        }
        endOfLine();
    }

    private void endOfLine() {
        matched = 0;
        if (answer != null) {
            ByteArrayOutputStream whole = answer;
            answer = null;
            if (!overlong) {
                listener.answer(whole.toString(StandardCharsets.ISO_8859_1).stripTrailing());
            }
        } else {
            flushNoise();
        }
    }

    private void addToAnswer(byte b) {
        if (answer.size() < LONGEST_ANSWER) {
            answer.write(b);
        } else if (!overlong) {
            overlong = true;
            answer.reset();
            listener.overlong();
        }
    }

    private void addToNoise(byte b) {
        if (noiseLength < LONGEST_NOISE) {
            noise[(int) noiseLength] = b;
        }
        noiseLength++;
        if (prefix.length == 0) {
            return;
        }
        while (matched > 0 && prefix[matched] != b) {
            matched = fallback[matched];
        }
        if (prefix[matched] == b) {
            matched++;
        }
        if (matched == prefix.length) {
            noiseLength -= prefix.length;
            flushNoise();
            matched = 0;
            overlong = false;
            answer = new ByteArrayOutputStream(256);
        }
    }

    private void flushNoise() {
        if (noiseLength > 0) {
            listener.noise(noise, (int) Math.min(noiseLength, LONGEST_NOISE));
            noiseLength = 0;
        }
    }

    /**
     * For each count of matched bytes: how many are still matched when the next one does not fit (Knuth, Morris,
     * Pratt).
     */
    private static int[] fallbackOf(byte[] pattern) {
        int[] table = new int[pattern.length + 1];
        for (int i = 1, k = 0; i < pattern.length; i++) {
            while (k > 0 && pattern[k] != pattern[i]) {
                k = table[k];
            }
            if (pattern[k] == pattern[i]) {
                k++;
            }
            table[i + 1] = k;
        }
        return table;
    }
}
