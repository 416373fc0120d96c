package io.jenkins.plugins.hypervnested.portable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Compares the {@code .hpi} of the standard build with that of the portable one: classes and resources byte for byte, indexes as
 * sets, manifests by attribute.
 */
public final class ComparePlugins {

    /** Who built it, when, and as which version. */
    private static final Set<String> OF_THE_BUILD = Set.of(
            "Created-By",
            "Build-Jdk-Spec",
            "Specification-Version",
            "Implementation-Version",
            "Implementation-Build",
            "Plugin-Version");

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final List<String> differences = new ArrayList<>();
    private int compared;

    private ComparePlugins() {}

    /** @param args the {@code .hpi} of the standard build, the {@code .hpi} of the portable build */
    public static void main(String[] args) throws IOException {
        ComparePlugins comparison = new ComparePlugins();
        comparison.archives("", Files.readAllBytes(Path.of(args[0])), Files.readAllBytes(Path.of(args[1])));
        if (!comparison.differences.isEmpty()) {
            throw new IllegalStateException("the portable build differs from the standard one:\n  "
                    + String.join("\n  ", comparison.differences));
        }
        System.out.println("Both builds hold the same plugin: " + comparison.compared + " files compared");
    }

    private void archives(String where, byte[] standard, byte[] portable) throws IOException {
        Map<String, byte[]> left = files(standard);
        Map<String, byte[]> right = files(portable);
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (String name : names) {
            if (left.get(name) == null) {
                onlyPortable(where + name);
            } else if (right.get(name) == null) {
                differences.add(where + name + " is in the standard build only");
            } else {
                compared++;
                file(where, name, left.get(name), right.get(name));
            }
        }
    }

    /**
     * Stapler's processor writes the parameter names of a web method once for all methods of that name and those names, whatever
     * their class. Nothing is lost there, because the classes themselves keep the names; and nothing is wrong with one more.
     */
    private void onlyPortable(String name) {
        if (!name.matches(".*/do[A-Z]\\w*\\.stapler")) {
            differences.add(name + " is in the portable build only");
        }
    }

    private void file(String where, String name, byte[] standard, byte[] portable) throws IOException {
        if (name.equals(MANIFEST)) {
            differences.addAll(manifests(
                    where + name,
                    new Manifest(new ByteArrayInputStream(standard)),
                    new Manifest(new ByteArrayInputStream(portable))));
        } else if (name.equals("WEB-INF/licenses.xml")) {
            same(where + name, licenses(standard), licenses(portable));
        } else if (name.startsWith("META-INF/services/annotations/")
                || name.startsWith("META-INF/annotations/") && name.endsWith(".txt")) {
            same(where + name, lines(standard), lines(portable));
        } else if (name.endsWith(".stapler")) {
            same(where + name, properties(standard), properties(portable));
        } else if (name.endsWith("hyperv-nested-virtualization.jar")) {
            archives(where + name + "!/", standard, portable);
        } else if (!Arrays.equals(standard, portable)) {
            differences.add(where + name + " differs");
        }
    }

    private static List<String> manifests(String name, Manifest standard, Manifest portable) {
        List<String> found = new ArrayList<>();
        Map<String, String> left = attributes(standard.getMainAttributes());
        Map<String, String> right = attributes(portable.getMainAttributes());
        Set<String> keys = new TreeSet<>(left.keySet());
        keys.addAll(right.keySet());
        for (String key : keys) {
            if (!String.valueOf(left.get(key)).equals(right.get(key))) {
                found.add(name + ": " + key + " is " + left.get(key) + " in the standard build, " + right.get(key)
                        + " in the portable one");
            }
        }
        return found;
    }

    private static Map<String, String> attributes(Attributes attributes) {
        Map<String, String> known = new TreeMap<>();
        attributes.forEach((key, value) -> {
            if (!OF_THE_BUILD.contains(key.toString())) {
                known.put(key.toString(), value.toString().trim());
            }
        });
        known.computeIfPresent(
                "Plugin-Dependencies",
                (key, value) -> Arrays.stream(value.split(",")).sorted().collect(Collectors.joining(",")));
        return known;
    }

    /** Which artifacts under which licences; descriptions and addresses come from parents that only Maven reads. */
    private static Set<String> licenses(byte[] xml) {
        String text = new String(xml, StandardCharsets.UTF_8);
        Set<String> found = new TreeSet<>();
        for (String dependency : text.split("<l:dependency ")) {
            String artifact = dependency.replaceAll("(?s).*artifactId='([^']*)'.*", "$1");
            String license = dependency.contains("<l:license")
                    ? dependency.replaceAll("(?s).*<l:license name='([^']*)' url='([^']*)'.*", "$1 $2")
                    : "not stated";
            found.add(artifact + ": " + license);
        }
        return found;
    }

    private static Set<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties properties(byte[] text) throws IOException {
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(text));
        return properties;
    }

    private void same(String name, Object standard, Object portable) {
        if (!standard.equals(portable)) {
            differences.add(
                    name + " holds " + standard + " in the standard build, " + portable + " in the portable one");
        }
    }

    /** Maven's own record of an artifact is left out: the portable build has no artifact. */
    private static Map<String, byte[]> files(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/maven/")) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return files;
    }
}
