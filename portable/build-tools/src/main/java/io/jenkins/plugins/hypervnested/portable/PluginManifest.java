package io.jenkins.plugins.hypervnested.portable;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The manifest that the {@code .hpi} and the jar inside it share. */
final class PluginManifest {

    /** What the parent of the standard build compiles for. */
    private static final String JAVA = "17";

    private PluginManifest() {}

    /**
     * @param versions version of each plugin that this one depends on, by artifact id
     * @throws IllegalArgumentException when a version is missing
     */
    static Manifest of(RootPom pom, String version, Properties versions) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Created-By", "portable build of " + pom.get("artifactId"));
        main.putValue("Java-Version", JAVA);
        main.putValue("Build-Jdk-Spec", String.valueOf(Runtime.version().feature()));
        main.putValue("Specification-Title", pom.get("name"));
        main.putValue("Specification-Version", version.replaceAll("[^0-9].*", "") + ".0");
        main.putValue("Implementation-Title", pom.get("name"));
        main.putValue("Implementation-Version", version);
        main.putValue("Group-Id", pom.get("groupId"));
        main.putValue("Artifact-Id", pom.get("artifactId"));
        main.putValue("Short-Name", pom.get("artifactId"));
        main.putValue("Long-Name", pom.get("name"));
        main.putValue("Url", pom.get("url"));
        main.putValue("Plugin-Version", version);
        main.putValue("Hudson-Version", pom.property("jenkins.version"));
        main.putValue("Jenkins-Version", pom.property("jenkins.version"));
        main.putValue("Plugin-Dependencies", dependencies(pom, versions));
        main.putValue("Plugin-Developers", "");
        main.putValue("Plugin-License-Name", pom.license().get(0));
        main.putValue("Plugin-License-Url", pom.license().get(1));
        main.putValue("Plugin-ScmConnection", pom.get("scm/connection"));
        main.putValue("Plugin-ScmTag", pom.get("scm/tag"));
        main.putValue("Plugin-ScmUrl", pom.get("scm/url"));
        return manifest;
    }

    private static String dependencies(RootPom pom, Properties versions) {
        Map<String, String> sorted = new TreeMap<>();
        pom.pluginDependencies().forEach((artifact, optional) -> {
            String version = versions.getProperty(artifact);
            if (version == null) {
                throw new IllegalArgumentException("no version given for the plugin " + artifact);
            }
            sorted.put(artifact, artifact + ":" + version + (optional ? ";resolution:=optional" : ""));
        });
        return sorted.values().stream().collect(Collectors.joining(","));
    }
}
