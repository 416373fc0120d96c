package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.grack.nanojson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That the search can fail: each mistake is made in the source itself, the source is compiled, and the same search goes through it. The
 * ten of the protocol's model are among them.
 */
class SeededBugsTest {

    @TempDir
    Path classes;

    @ParameterizedTest
    @EnumSource
    void isCaught(SeededBug bug) throws Exception {
        Path source = Path.of(bug.source());
        Path mistaken = classes.resolve("source").resolve(source.getFileName());
        Files.createDirectories(mistaken.getParent());
        Files.writeString(mistaken, bug.in(Files.readString(source)));
        compile(mistaken);
        List<?> found = hunt(1500, 23);
        System.out.println(bug + ": " + (found.isEmpty() ? "not caught" : found.get(0)));
        assertFalse(found.isEmpty(), bug + " was not caught");
    }

    @Test
    void nothingIsCaughtWithoutOne() throws Exception {
        assertEquals(List.of(), hunt(300, 1500));
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = places().map(File::toString).collect(Collectors.joining(File.pathSeparator));
        int result = compiler.run(
                null, null, null, "-nowarn", "-proc:none", "-cp", path, "-d", classes.toString(), source.toString());
        assertEquals(0, result, "it does not compile");
    }

    /** Plays the search on classes of which those with the mistake come first. */
    private List<?> hunt(int seeds, int every) throws Exception {
        URL[] urls = Stream.concat(Stream.of(classes.toFile()), places())
                .map(SeededBugsTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new OwnFirst(urls)) {
            Method hunt = loader.loadClass(SeededHunt.class.getName()).getDeclaredMethod("hunt", int.class, int.class);
            hunt.setAccessible(true);
            return (List<?>) hunt.invoke(null, seeds, every);
        }
    }

    private static Stream<File> places() {
        return Stream.of(LeaseRules.class, SeededHunt.class, JsonObject.class)
                .map(type -> new File(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath()));
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Knows the classes of this plugin by itself, and asks others for the rest. */
    private static final class OwnFirst extends URLClassLoader {

        OwnFirst(URL[] urls) {
            super(urls, SeededBugsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.jenkins.plugins.hypervnested.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
