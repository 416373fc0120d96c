package io.jenkins.plugins.hypervnested.ui;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What people read is there in English and in Japanese, and pages hold nothing that a content security policy refuses. */
class ResourcesTest {

    private static final Path ROOT = root();

    private static final Pattern KEY = Pattern.compile("\\$\\{%([^}(]+)(\\([^}]*\\))?}");

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)[,}]");

    private static final Pattern LONE_APOSTROPHE = Pattern.compile("(?<!')'(?:'')*(?!')");

    private static final Pattern INLINE =
            Pattern.compile("(?i)<script|<style|\\sstyle\\s*=|\\son[a-z]+\\s*=|javascript:");

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");

    /** Names and words that Japanese keeps as they are. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9 +./_-]{1,20}");

    /** The standard build runs in the root of the sources, the portable one further down. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("src/main/resources"))) {
            folder = folder.getParent();
        }
        return folder.resolve("src/main/resources");
    }

    @Test
    void everyBundleHasTheSameKeysInJapanese() {
        forEach(
                ".properties",
                file -> assertEquals(
                        load(file).stringPropertyNames(), load(japanese(file)).stringPropertyNames(), file.toString()));
    }

    @Test
    void everyTextTakesTheSameArgumentsInJapanese() {
        forEach(".properties", file -> {
            Properties english = load(file);
            Properties japanese = load(japanese(file));
            for (String key : english.stringPropertyNames()) {
                String where = file + ": " + key;
                assertEquals(arguments(english.getProperty(key)), arguments(japanese.getProperty(key)), where);
            }
        });
    }

    private static Set<String> arguments(String text) {
        assertFalse(LONE_APOSTROPHE.matcher(text).find(), "an apostrophe that a message would swallow: " + text);
        Set<String> found = new TreeSet<>();
        Matcher matcher = ARGUMENT.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void everyJapaneseTextIsJapanese() {
        forEach(".properties", file -> {
            Properties texts = load(japanese(file));
            for (String key : texts.stringPropertyNames()) {
                String text = texts.getProperty(key);
                assertTrue(JAPANESE.matcher(text).find() || NAME.matcher(text).matches(), file + ": " + key);
            }
        });
    }

    @Test
    void everyHelpIsThereInJapanese() {
        forEach(".html", file -> {
            assertTrue(Files.exists(japanese(file)), japanese(file).toString());
            assertTrue(
                    JAPANESE.matcher(read(japanese(file))).find(),
                    japanese(file).toString());
        });
    }

    @Test
    void everyTextOfAPageIsInItsBundle() {
        forEach(".jelly", file -> {
            Set<String> used = keys(read(file));
            if (!used.isEmpty()) {
                Path english = file.resolveSibling(file.getFileName().toString().replace(".jelly", ".properties"));
                // a page may have its English texts as keys, and then needs no English bundle
                Path bundle = Files.exists(english) ? english : japanese(english);
                assertTrue(Files.exists(bundle), bundle.toString());
                assertEquals(used, new TreeSet<>(load(bundle).stringPropertyNames()), bundle.toString());
            }
        });
    }

    @Test
    void everyFieldOfTheConfigurationHasHelp() {
        Path config = ROOT.resolve("io/jenkins/plugins/hypervnested/config");
        forEach(".jelly", file -> {
            if (file.startsWith(config)) {
                Matcher field = Pattern.compile("field=\"(\\w+)\"").matcher(read(file));
                while (field.find()) {
                    Path help = file.resolveSibling("help-" + field.group(1) + ".html");
                    assertTrue(Files.exists(help), help.toString());
                }
            }
        });
    }

    @Test
    void everyPageIsWellFormedAndEscapesByDefault() {
        forEach(".jelly", file -> {
            parse(file, read(file));
            assertTrue(read(file).startsWith("<?jelly escape-by-default='true'?>"), file.toString());
        });
    }

    @Test
    void everyHelpIsWellFormed() {
        forEach(".html", file -> {
            parse(file, read(file).replace("&nbsp;", " "));
            parse(japanese(file), read(japanese(file)).replace("&nbsp;", " "));
        });
    }

    @Test
    void noPageHoldsScriptOrStyle() {
        for (String ending : List.of(".jelly", ".html")) {
            forEach(ending, file -> assertFalse(INLINE.matcher(read(file)).find(), file.toString()));
        }
    }

    @Test
    void everyFormThatChangesSomethingCarriesACrumb() {
        forEach(".jelly", file -> {
            String text = read(file);
            int forms = text.split("<form method=\"post\"", -1).length;
            int crumbs = text.split("h.getCrumb\\(request2\\)", -1).length;
            assertEquals(forms, crumbs, file.toString());
        });
    }

    private static Set<String> keys(String page) {
        Set<String> keys = new TreeSet<>();
        Matcher matcher = KEY.matcher(page);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    private static void parse(Path file, String text) {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.parse(new InputSource(new StringReader(text)));
        } catch (Exception e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    private static Path japanese(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "_ja" + name.substring(dot));
    }

    /** Runs the check on every English file of that ending; fails when there is none, so that none is passed over silently. */
    private static void forEach(String ending, Consumer<Path> check) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().endsWith("_ja" + ending))
                    .collect(Collectors.toList());
            assertFalse(found.isEmpty(), "no " + ending + " under " + ROOT);
            assertAll(found.stream().map(file -> () -> check.accept(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
