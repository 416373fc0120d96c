package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseTest {

    private final List<String> lines = new ArrayList<>();
    private final Noise noise = new Noise(lines::add);

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        noise.add(bytes, bytes.length);
    }

    @Test
    void controlAndFormatCharactersAreLeftOut() {
        add("\u001b[8mha:x\u202egnp.\u0000a\u2028b\tc");

        assertEquals(List.of("[8mha:xgnp.ab c"), lines);
    }

    @Test
    void aLineIsCutWithoutHalvingACharacter() {
        add("\ud83d\ude00".repeat(2_000));

        assertEquals(Noise.LONGEST_LINE, lines.get(0).length());
        assertTrue(Character.isLowSurrogate(lines.get(0).charAt(Noise.LONGEST_LINE - 1)));
    }

    @Test
    void linesBeyondTheFirstAreCounted() {
        for (int i = 0; i < Noise.MOST_LINES + 5; i++) {
            add("line " + i);
        }
        noise.close();

        assertEquals(Noise.MOST_LINES + 1, lines.size());
        assertEquals("… and 5 more lines", lines.get(Noise.MOST_LINES));
    }

    @Test
    void nothingIsSaidOfLinesThatWereNotLeftOut() {
        add("one");
        noise.close();

        assertEquals(List.of("one"), lines);
    }

    @Test
    void theTailHasTheLastLines() {
        for (int i = 0; i < 100; i++) {
            add("line " + i);
        }

        assertTrue(noise.tail().endsWith("line 98 / line 99"));
        assertTrue(noise.tail().length() < 200);
    }

    @Test
    void bytesThatAreNoUtf8AreReadInTheNativeEncoding() {
        byte[] bytes = {'a', (byte) 0xe9, 'b'};
        noise.add(bytes, bytes.length);

        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("a") && lines.get(0).endsWith("b"), lines.get(0));
    }

    @Test
    void aSinkThatThrowsStopsNothing() {
        List<String> asked = new ArrayList<>();
        Noise broken = new Noise(line -> {
            asked.add(line);
            throw new IllegalStateException("the log is closed");
        });

        broken.add(new byte[] {'a'}, 1);
        broken.add(new byte[] {'b'}, 1);

        assertEquals(List.of("a"), asked);
        assertEquals("a / b", broken.tail());
    }

    @Test
    void aLineThatWasCutInTheMiddleOfACharacterIsStillRead() {
        byte[] bytes = "\u3042".repeat(OutputReader.LONGEST_NOISE).getBytes(StandardCharsets.UTF_8);
        noise.add(bytes, OutputReader.LONGEST_NOISE);

        assertEquals("\u3042".repeat(Noise.LONGEST_LINE), lines.get(0));
        assertTrue(noise.tail().matches("\u3042+"), noise::tail);
    }

    @Test
    void afterClosingNothingIsToldAndNothingCountedTwice() {
        for (int i = 0; i < Noise.MOST_LINES + 5; i++) {
            add("line " + i);
        }
        noise.close();
        add("late");
        noise.close();

        assertEquals(Noise.MOST_LINES + 1, lines.size());
    }

    @Test
    void theLanguageModeIsRemembered() {
        add("HVN-LANGUAGE ConstrainedLanguage");

        assertEquals("ConstrainedLanguage", noise.languageMode());
    }
}
