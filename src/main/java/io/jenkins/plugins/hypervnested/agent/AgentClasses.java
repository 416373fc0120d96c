package io.jenkins.plugins.hypervnested.agent;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The classes that an agent needs for an operation, loaded before it starts. An agent fetches each class from the controller when it
 * comes to it; what ends PowerShell and forgets secrets after the connection is lost could not be fetched any more.
 */
final class AgentClasses {

    private static final Logger LOGGER = Logger.getLogger(AgentClasses.class.getName());

    private static final String SUFFIX = ".class";

    private AgentClasses() {}

    /** {@return the names of all that an operation may need; on the controller} */
    static List<String> names() {
        return Named.NAMES;
    }

    /** Loads them, those that are there already at no cost. On the agent. */
    static void load(List<String> names) {
        ClassLoader loader = AgentClasses.class.getClassLoader();
        for (String name : names) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // one that is built on a library or on a part of Jenkins that is not here is not needed here either
                LOGGER.log(Level.FINE, e, () -> "not loaded ahead: " + name);
            }
        }
    }

    /** Looked up once. */
    private static final class Named {

        static final List<String> NAMES = look();

        private static List<String> look() {
            List<String> names = new ArrayList<>();
            String ours = AgentClasses.class.getPackageName().replaceFirst("\\.[^.]*$", "");
            for (String part : List.of("machine", "operation", "powershell", "agent")) {
                add(names, AgentClasses.class, ours + '.' + part);
            }
            add(names, JsonObject.class, JsonObject.class.getPackageName());
            return List.copyOf(names);
        }

        private static void add(List<String> names, Class<?> neighbour, String packageName) {
            try {
                Path root = Path.of(neighbour
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(root)) {
                    add(names, root, packageName);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(root)) {
                        add(names, jar.getPath("/"), packageName);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException("where is " + neighbour + '?', e);
            }
        }

        private static void add(List<String> names, Path root, String packageName) throws IOException {
            try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(file -> file.endsWith(SUFFIX) && !file.startsWith("package-info"))
                        .map(file -> packageName + '.' + file.substring(0, file.length() - SUFFIX.length()))
                        .sorted()
                        .forEach(names::add);
            }
        }
    }
}
