package io.jenkins.plugins.hypervnested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import io.jenkins.plugins.hypervnested.steps.NestedMachine;
import io.jenkins.plugins.hypervnested.steps.WithHypervNestedStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Each parameter of a step, a host or a transport is explained: in its form, and in the reference that is made of the plugin. */
class HelpTest {

    @Test
    void everyParameterIsExplained() throws IOException {
        Set<String> missing = new TreeSet<>();
        List<? extends Class<?>> bound = PluginClasses.read().stream()
                .filter(type -> type.getConstructors().stream()
                        .anyMatch(made -> made.isAnnotatedWith(DataBoundConstructor.class)))
                .map(JavaClass::reflect)
                .toList();
        assertFalse(bound.isEmpty());
        for (Class<?> type : bound) {
            for (String parameter : parameters(type)) {
                if (help(type, parameter, "") == null || help(type, parameter, "_ja") == null) {
                    missing.add(type.getSimpleName() + "." + parameter);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** A block of one machine has the machine's words itself. They stand twice, because help is looked for beside the class. */
    @Test
    void theWordsOfAMachineAreExplainedAlikeInABlock() throws IOException {
        Set<String> shared = parameters(NestedMachine.class);
        shared.retainAll(parameters(WithHypervNestedStep.class));
        assertFalse(shared.isEmpty());
        for (String parameter : shared) {
            for (String language : List.of("", "_ja")) {
                assertEquals(
                        help(NestedMachine.class, parameter, language),
                        help(WithHypervNestedStep.class, parameter, language),
                        parameter + language);
            }
        }
    }

    private static Set<String> parameters(Class<?> type) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                names.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
            }
        }
        // what Stapler's annotation processor writes of a constructor
        Properties made = new Properties();
        made.load(new StringReader(text(type.getResource(type.getSimpleName() + ".stapler"))));
        Arrays.stream(made.getProperty("constructor").split(","))
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    /** As Jenkins finds it: beside the class, else beside those that it extends. */
    private static String help(Class<?> type, String parameter, String language) throws IOException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            URL found = each.getResource(each.getSimpleName() + "/help-" + parameter + language + ".html");
            if (found != null) {
                return text(found);
            }
        }
        return null;
    }

    private static String text(URL found) throws IOException {
        try (InputStream in = found.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
