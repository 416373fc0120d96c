package io.jenkins.plugins.hypervnested.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputReaderTest {

    /** Begins as it goes on, so that a match that fails late must not lose one that began in it. */
    private static final String MARKER = "abababac";

    private final List<String> found = new ArrayList<>();
    private final OutputReader reader = new OutputReader(MARKER, new OutputReader.Listener() {
        @Override
        public void noise(byte[] line, int length) {
            found.add("noise " + new String(line, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        public void answer(String payload) {
            found.add("answer " + payload);
        }

        @Override
        public void overlong() {
            found.add("overlong");
        }

        @Override
        public void truncated() {
            found.add("truncated");
        }
    });

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, bytes.length);
    }

    @Test
    void aLineBehindTheMarkerIsAnAnswer() {
        feed(MARKER + " QUJD\r\nother\n");

        assertEquals(List.of("answer QUJD", "noise other"), found);
    }

    @Test
    void itDoesNotMatterHowTheBytesArriveInPieces() {
        for (char c : ("x" + MARKER + " QUJD\n").toCharArray()) {
            feed(String.valueOf(c));
        }

        assertEquals(List.of("noise x", "answer QUJD"), found);
    }

    @Test
    void aMarkerThatBeginsInsideAFailedMatchIsFound() {
        feed("ab" + MARKER + " QQ==\n");

        assertEquals(List.of("noise ab", "answer QQ=="), found);
    }

    @Test
    void aMarkerWithoutItsSpaceIsNoise() {
        feed(MARKER + "QQ==\n");

        assertEquals(List.of("noise " + MARKER + "QQ=="), found);
    }

    @Test
    void aMarkerBrokenByTheEndOfALineIsNoise() {
        feed("abab\nabac QQ==\n");

        assertEquals(List.of("noise abab", "noise abac QQ=="), found);
    }

    @Test
    void anAnswerWithoutItsEndIsTruncated() {
        feed(MARKER + " QUJ");
        reader.end();

        assertEquals(List.of("truncated"), found);
    }

    @Test
    void noiseWithoutItsEndIsNoise() {
        feed("last words");
        reader.end();

        assertEquals(List.of("noise last words"), found);
    }

    @Test
    void ofALongLineOfNoiseTheBeginningIsKept() {
        feed("y".repeat(OutputReader.LONGEST_NOISE * 3) + "\nnext\n");

        assertEquals(List.of("noise " + "y".repeat(OutputReader.LONGEST_NOISE), "noise next"), found);
    }

    @Test
    void anAnswerBehindALongLineOfNoiseIsFound() {
        feed("y".repeat(OutputReader.LONGEST_NOISE * 3) + MARKER + " QQ==\n");

        assertEquals(List.of("noise " + "y".repeat(OutputReader.LONGEST_NOISE), "answer QQ=="), found);
    }

    @Test
    void anAnswerThatIsTooLongIsToldOnceAndTheNextOneIsRead() {
        feed(MARKER + " " + "Q".repeat(OutputReader.LONGEST_ANSWER + 100) + "\n" + MARKER + " QQ==\n");

        assertEquals(List.of("overlong", "answer QQ=="), found);
    }

    @Test
    void emptyLinesAreNothing() {
        feed("\n\n");

        assertEquals(List.of(), found);
    }
}
