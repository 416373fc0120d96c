package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What the standard build's {@code pom.xml} says, so that nothing of it stands here again. */
final class RootPom {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

    private final Element project;
    private final Map<String, String> properties = new LinkedHashMap<>();

    RootPom(Path file) throws IOException {
        project = parse(file);
        // From the parent, which the portable build cannot read.
        properties.put("scmTag", "HEAD");
        for (String name : List.of("groupId", "artifactId", "name", "url")) {
            properties.put("project." + name, text(project, name));
        }
        for (Element property : children(child(project, "properties"))) {
            properties.put(property.getTagName(), property.getTextContent().trim());
        }
    }

    private static Element parse(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("cannot read " + file, e);
        }
    }

    /** {@return the text at a path such as {@code scm/url}, references resolved; empty when there is none} */
    String get(String path) {
        Element at = project;
        for (String name : path.split("/")) {
            at = child(at, name);
            if (at == null) {
                return "";
            }
        }
        return resolve(at.getTextContent().trim());
    }

    String property(String name) {
        return resolve("${" + name + "}");
    }

    /** {@return the first licence as name and address} */
    List<String> license() {
        return List.of(get("licenses/license/name"), get("licenses/license/url"));
    }

    /** {@return artifact ids of the Jenkins plugins among the dependencies, each with whether it is optional} */
    Map<String, Boolean> pluginDependencies() {
        Map<String, Boolean> plugins = new LinkedHashMap<>();
        for (Element dependency : children(child(project, "dependencies"))) {
            String group = text(dependency, "groupId");
            boolean jenkins = group.startsWith("org.jenkins-ci.plugins") || group.startsWith("io.jenkins");
            if (jenkins && !text(dependency, "scope").equals("test")) {
                plugins.put(
                        text(dependency, "artifactId"),
                        text(dependency, "optional").equals("true"));
            }
        }
        return plugins;
    }

    private String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.replaceAll(found -> {
            String value = properties.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("pom.xml: unknown property " + found.group(1));
            }
            return Matcher.quoteReplacement(resolve(value));
        });
    }

    private static String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? "" : child.getTextContent().trim();
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
