package io.jenkins.plugins.hypervnested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that names tests is only worth something while those tests are there. */
class ReliabilityPageTest {

    private static final Path PAGE = Path.of("docs/reliability.md");
    private static final Pattern JAVA = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
    private static final Pattern POWERSHELL = Pattern.compile("`(Test-\\w+\\.ps1): ([^`]+)`");

    @Test
    void everyJavaTestThatThePageNamesIsThere() throws IOException {
        Map<String, String> sources = sources("src/test/java", ".java");
        List<String> missing = new ArrayList<>();
        Matcher named = JAVA.matcher(Files.readString(PAGE));
        int count = 0;
        for (; named.find(); count++) {
            String source = sources.getOrDefault(named.group(1) + ".java", "");
            if (!isTest(source, named.group(2))) {
                missing.add(named.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(count > 50, "the page names only " + count + " tests");
    }

    @Test
    void everyPowerShellTestThatThePageNamesIsThere() throws IOException {
        Map<String, String> sources = sources("src/test/powershell", ".ps1");
        List<String> missing = new ArrayList<>();
        Matcher named = POWERSHELL.matcher(Files.readString(PAGE));
        while (named.find()) {
            if (!sources.getOrDefault(named.group(1), "").contains(named.group(2))) {
                missing.add(named.group());
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void noSentenceOfATableIsWithoutATest() throws IOException {
        List<String> without = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("## Sentence by test"))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| sentence"))
                .filter(line ->
                        !JAVA.matcher(line).find() && !POWERSHELL.matcher(line).find())
                .toList();
        assertEquals(List.of(), without);
    }

    private static boolean isTest(String source, String method) {
        return Pattern.compile(
                        "@(Test|ParameterizedTest|TestFactory)\\b[^;{}]*(\\{[^{}]*}[^;{}]*)?\\b" + method + "\\(")
                .matcher(source)
                .find();
    }

    private static Map<String, String> sources(String root, String ending) throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> found = Files.walk(Path.of(root))) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(ending)).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return sources;
    }
}
