package io.jenkins.plugins.hypervnested.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TryItTest {

    @Test
    void theDemoTellsTheWholeStoryAndEndsAsItBegan() throws Exception {
        List<String> lines = simulated();

        List<String> story = List.of(
                "hypervNestedCheck",
                "dryRun: true",
                "Written down on LAB-HOST before any change",
                "ask the guest of VM 'node-1' to shut down",
                "expose the virtualization extensions",
                "nesting was false, is true, verified: true",
                "The run ends",
                "hide the virtualization extensions",
                "As it was: before the run node-1 is Running, nesting off; after it is Running, nesting off.");
        int at = 0;
        for (String chapter : story) {
            int from = at;
            at = next(lines, from, chapter);
            assertTrue(
                    at >= 0, () -> "not found after line " + from + ": " + chapter + "\n" + String.join("\n", lines));
        }
        assertEquals(lines.size() - 1, at, "the comparison comes last");
    }

    private static List<String> simulated() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TryIt.simulated(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static int next(List<String> lines, int from, String text) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        return -1;
    }
}
