package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Writes the parameter names that Stapler reads at run time: {@code <Class>.stapler} for each {@code @DataBoundConstructor},
 * {@code <Class>/<method>.stapler} for each method with a {@code @QueryParameter}.
 */
@SupportedAnnotationTypes({StaplerIndexes.CONSTRUCTOR, StaplerIndexes.PARAMETER})
public final class StaplerIndexes extends AbstractProcessor {

    static final String CONSTRUCTOR = "org.kohsuke.stapler.DataBoundConstructor";
    static final String PARAMETER = "org.kohsuke.stapler.QueryParameter";

    private final Map<String, String> files = new TreeMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                if (annotation.getQualifiedName().contentEquals(CONSTRUCTOR)) {
                    ExecutableElement constructor = (ExecutableElement) element;
                    files.put(path(constructor) + ".stapler", "constructor=" + parameters(constructor) + "\n");
                } else {
                    ExecutableElement method = (ExecutableElement) element.getEnclosingElement();
                    files.put(path(method) + "/" + method.getSimpleName() + ".stapler", parameters(method));
                }
            }
        }
        if (round.processingOver() && !round.errorRaised()) {
            files.forEach(this::write);
        }
        return false;
    }

    private static String path(ExecutableElement member) {
        TypeElement type = (TypeElement) member.getEnclosingElement();
        return type.getQualifiedName().toString().replace('.', '/');
    }

    private static String parameters(ExecutableElement member) {
        return member.getParameters().stream()
                .map(VariableElement::getSimpleName)
                .collect(Collectors.joining(","));
    }

    private void write(String path, String text) {
        try {
            Resources.write(processingEnv, path, text);
        } catch (IOException e) {
            Resources.report(processingEnv, "cannot write " + path, e);
        }
    }
}
