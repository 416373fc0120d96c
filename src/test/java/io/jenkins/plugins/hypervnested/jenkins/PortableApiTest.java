package io.jenkins.plugins.hypervnested.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Each class in {@code portable/jenkins-api} says what the real one says: hierarchy, erasure, modifiers, exceptions, constant
 * values, annotations that the compiler or the build reads. So what compiles against it is the same, byte for byte.
 */
class PortableApiTest {

    private static final Path DECLARATIONS = Path.of("portable", "jenkins-api", "src", "main", "java");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();

    @Test
    void everyDeclarationEqualsTheRealOne() throws IOException {
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
            JavacTask real = task(files, List.of("java.lang.Object"), List.of());
            JavacTask declared = task(files, List.of(), files.getJavaFileObjectsFromPaths(sources()));
            Iterable<? extends Element> elements = declared.analyze();
            assertEquals(List.of(), errors());
            DeclarationComparison comparison = new DeclarationComparison(declared.getTypes(), real.getTypes());
            int compared = 0;
            for (Element element : elements) {
                if (element instanceof TypeElement type
                        && !type.getNestingKind().isNested()) {
                    comparison.compare(type, real.getElements().getTypeElement(type.getQualifiedName()));
                    compared++;
                }
            }
            assertEquals(List.of(), comparison.differences());
            assertTrue(compared > 50, "only " + compared + " declarations were compared");
        }
    }

    private JavacTask task(
            StandardJavaFileManager files, List<String> classes, Iterable<? extends JavaFileObject> sources) {
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        return (JavacTask) compiler.getTask(null, files, diagnostics, options, classes, sources);
    }

    private List<String> errors() {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> found = Files.walk(DECLARATIONS)) {
            return found.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
