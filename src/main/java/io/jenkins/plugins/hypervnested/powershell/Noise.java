package io.jenkins.plugins.hypervnested.powershell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What one machine printed of its own: passed on within bounds, and its end kept for the case that the machine dies of
 * it.
 * Safe for several threads.
 */
final class Noise {

    static final int MOST_LINES = 200;
    static final int LONGEST_LINE = 2_000;
    private static final int TAIL_LINES = 8;
    private static final int TAIL_BYTES = 800;
    private static final Logger LOGGER = Logger.getLogger(Noise.class.getName());

    /** Windows prints in the code page of its console, which Java reports as the native encoding. */
    private static final Charset NATIVE = nativeCharset();

    private final NoiseSink sink;
    private final AtomicLong lines = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean deaf = new AtomicBoolean();
    private final Deque<byte[]> tail = new ArrayDeque<>();
    private volatile String language = "";

    Noise(NoiseSink sink) {
        this.sink = sink;
    }

    /** Costs no more than a copy of the line's beginning once the first lines were told: a flood is not worth more. */
    void add(byte[] bytes, int length) {
        if (closed.get() || isBlank(bytes, length)) {
            return;
        }
        remember(Arrays.copyOf(bytes, Math.min(length, TAIL_BYTES)));
        if (lines.incrementAndGet() <= MOST_LINES) {
            String line = clean(decode(bytes, length));
            if (line.startsWith("HVN-LANGUAGE ")) {
                language = line.substring("HVN-LANGUAGE ".length());
            }
            tell(line);
        }
    }

    private static boolean isBlank(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0 || bytes[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Tells how many lines were left out. */
    void close() {
        long left = lines.get() - MOST_LINES;
        if (!closed.getAndSet(true) && left > 0) {
            tell("… and " + left + " more lines");
        }
    }

    /** {@return the last lines, for a message about a machine that died} */
    synchronized String tail() {
        return tail.stream().map(line -> clean(decode(line, line.length))).collect(Collectors.joining(" / "));
    }

    /** {@return the language mode that the bootstrap complained of; empty when it did not} */
    String languageMode() {
        return language;
    }

    private synchronized void remember(byte[] line) {
        tail.addLast(line);
        if (tail.size() > TAIL_LINES) {
            tail.removeFirst();
        }
    }

    private void tell(String line) {
        if (deaf.get()) {
            return;
        }
        try {
            sink.line(line);
        } catch (RuntimeException e) {
            // The reader must go on reading, or the machine would block on a full pipe.
            deaf.set(true);
            LOGGER.log(Level.WARNING, "The machine's own output is not shown any further", e);
        }
    }

    static String clean(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST_LINE));
        for (int i = 0; i < text.length() && kept.length() < LONGEST_LINE; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\t') {
                kept.append(' ');
            } else if (!isInvisible(c)) {
                kept.appendCodePoint(c);
            }
        }
        String stripped = kept.toString().strip();
        return stripped.length() > LONGEST_LINE ? stripped.substring(0, LONGEST_LINE - 1) : stripped;
    }

    /** Control characters could forge log annotations; format characters could turn the direction of the text. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static String decode(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer out = CharBuffer.allocate(length);
        // Not told that this is the end: a line that was cut may end in the middle of a character.
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, false);
        boolean cut = length == TAIL_BYTES || length == OutputReader.LONGEST_NOISE;
        return result.isError() || in.hasRemaining() && !cut
                ? new String(bytes, 0, length, NATIVE)
                : out.flip().toString();
    }

    private static Charset nativeCharset() {
        String name = System.getProperty("native.encoding", "ISO-8859-1");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
