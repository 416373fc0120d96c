package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.jar.Manifest;

/** Packs the compiled plugin as an installable {@code .hpi}. */
public final class PackPlugin {

    private PackPlugin() {}

    /**
     * @param args folder of the standard build's {@code pom.xml}; file with the versions of the plugins that this one
     *     depends on; folder of the classes; the {@code .hpi} to write; then every library to put into it
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]).toAbsolutePath().normalize();
        Path classes = Path.of(args[2]);
        Path hpi = Path.of(args[3]);
        if (!Files.isRegularFile(classes.resolve("index.jelly"))) {
            throw new IOException("src/main/resources/index.jelly is missing: it describes the plugin");
        }
        RootPom pom = new RootPom(root.resolve("pom.xml"));
        String version = GitVersion.of(root);
        Manifest manifest = PluginManifest.of(pom, version, versions(Path.of(args[1])));
        Licenses licenses = new Licenses(pom, version);
        Archive archive = new Archive(manifest);
        archive.add(
                "WEB-INF/lib/" + pom.get("artifactId") + ".jar",
                new Archive(manifest).addFolder(classes).toBytes());
        for (String library : Arrays.asList(args).subList(4, args.length)) {
            Path file = Path.of(library);
            licenses.add(file);
            archive.add("WEB-INF/lib/" + file.getFileName(), Files.readAllBytes(file));
        }
        archive.add("WEB-INF/licenses.xml", licenses.toBytes());
        Files.createDirectories(hpi.toAbsolutePath().getParent());
        Files.write(hpi, archive.toBytes());
        System.out.println("Packed " + hpi.getFileName() + " " + version);
    }

    private static Properties versions(Path file) throws IOException {
        Properties versions = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            versions.load(reader);
        }
        return versions;
    }
}
