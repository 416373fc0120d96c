package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** {@code WEB-INF/licenses.xml}, which Jenkins shows for an installed plugin. */
final class Licenses {

    private final StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>\n");

    Licenses(RootPom pom, String version) {
        xml.append("<l:dependencies xmlns:l='licenses' groupId='%s' artifactId='%s' version='%s'>"
                .formatted(escape(pom.get("groupId")), escape(pom.get("artifactId")), escape(version)));
        dependency(pom.get("name"), pom.get("groupId"), pom.get("artifactId"), version, pom.get("url"));
        xml.append("<l:license name='%s' url='%s'/></l:dependency>"
                .formatted(escape(pom.license().get(0)), escape(pom.license().get(1))));
    }

    /** @param library a jar made by Maven, so that it says what it is */
    Licenses add(Path library) throws IOException {
        Properties properties = new Properties();
        try (JarFile jar = new JarFile(library.toFile())) {
            JarEntry entry = jar.stream()
                    .filter(candidate -> candidate.getName().endsWith("/pom.properties"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(library + " does not say which artifact it is"));
            try (InputStream in = jar.getInputStream(entry)) {
                properties.load(in);
            }
        }
        String artifact = properties.getProperty("artifactId");
        dependency(artifact, properties.getProperty("groupId"), artifact, properties.getProperty("version"), "");
        xml.append("</l:dependency>");
        return this;
    }

    byte[] toBytes() {
        return (xml + "</l:dependencies>").getBytes(StandardCharsets.UTF_8);
    }

    private void dependency(String name, String group, String artifact, String version, String url) {
        xml.append("<l:dependency name='%s' groupId='%s' artifactId='%s' version='%s' url='%s'><l:description/>"
                .formatted(escape(name), escape(group), escape(artifact), escape(version), escape(url)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }
}
