package io.jenkins.plugins.hypervnested.portable;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

/**
 * Writes {@code META-INF/services/annotations/<annotation>}, one class a line, for every annotation that is itself marked
 * as indexed: {@code @Symbol}, {@code @Initializer}, {@code @Restricted} and their like.
 */
@SupportedAnnotationTypes("*")
public final class AnnotationIndexes extends AbstractProcessor {

    private static final String INDEXED = "org.jvnet.hudson.annotation_indexer.Indexed";

    private final Map<String, Set<String>> indexes = new TreeMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.processingOver()) {
            if (!round.errorRaised()) {
                indexes.forEach(this::write);
            }
            return false;
        }
        for (TypeElement annotation : annotations) {
            if (isIndexed(annotation)) {
                Collection<String> users = indexes.computeIfAbsent(binaryName(annotation), name -> new TreeSet<>());
                round.getElementsAnnotatedWith(annotation).forEach(element -> add(element, users));
            }
        }
        return false;
    }

    private static boolean isIndexed(TypeElement annotation) {
        return annotation.getAnnotationMirrors().stream()
                .anyMatch(mirror -> mirror.getAnnotationType().toString().equals(INDEXED));
    }

    /** Records and parameters are left out because the indexer that Jenkins uses leaves them out. */
    private void add(Element element, Collection<String> users) {
        switch (element.getKind()) {
            case CLASS, INTERFACE, ANNOTATION_TYPE, ENUM -> users.add(binaryName((TypeElement) element));
            case METHOD, FIELD, CONSTRUCTOR -> users.add(binaryName((TypeElement) element.getEnclosingElement()));
            case PACKAGE -> users.add(((PackageElement) element).getQualifiedName() + ".*");
            default -> {
                return;
            }
        }
    }

    private String binaryName(TypeElement type) {
        return processingEnv.getElementUtils().getBinaryName(type).toString();
    }

    private void write(String annotation, Set<String> users) {
        StringBuilder text = new StringBuilder();
        users.forEach(user -> text.append(user).append('\n'));
        try {
            Resources.write(processingEnv, "META-INF/services/annotations/" + annotation, text.toString());
        } catch (IOException e) {
            Resources.report(processingEnv, "cannot write the index of " + annotation, e);
        }
    }
}
