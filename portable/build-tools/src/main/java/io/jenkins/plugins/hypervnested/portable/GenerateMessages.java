package io.jenkins.plugins.hypervnested.portable;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jvnet.localizer.ClassGenerator;
import org.jvnet.localizer.Generator;
import org.jvnet.localizer.GeneratorConfig;

/**
 * Writes a {@code Messages} class beside each {@code Messages.properties}, with the generator of the standard build. Only
 * that generator's Maven plugin cannot be had from Maven Central with all it needs.
 */
public final class GenerateMessages {

    private GenerateMessages() {}

    /** @param args the resources to look through, the folder to write into */
    public static void main(String[] args) throws IOException {
        Path resources = Path.of(args[0]).toAbsolutePath().normalize();
        File output = new File(args[1]);
        Files.createDirectories(output.toPath());
        ClassGenerator generator = new Generator(
                GeneratorConfig.of(output, StandardCharsets.UTF_8.name(), message -> {}, ".*", false, true));
        for (Path bundle : bundles(resources)) {
            generator.generate(bundle.toFile(), resources.relativize(bundle).toString());
        }
        generator.build();
    }

    private static List<Path> bundles(Path resources) throws IOException {
        try (Stream<Path> files = Files.walk(resources)) {
            return files.filter(file -> file.getFileName().toString().equals("Messages.properties"))
                    .sorted()
                    .toList();
        }
    }
}
