package io.jenkins.plugins.hypervnested.jenkins;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Where a declaration says something else than the real class. What is not declared is not compared. */
final class DeclarationComparison {

    /** What no caller can see. */
    private static final Set<Modifier> INSIDE = EnumSet.of(
            Modifier.SYNCHRONIZED, Modifier.NATIVE, Modifier.TRANSIENT, Modifier.VOLATILE, Modifier.STRICTFP);

    private final Types declaredTypes;
    private final Types realTypes;
    private final List<String> differences = new ArrayList<>();

    DeclarationComparison(Types declaredTypes, Types realTypes) {
        this.declaredTypes = declaredTypes;
        this.realTypes = realTypes;
    }

    List<String> differences() {
        return differences;
    }

    /** @param real null when there is no such class */
    void compare(TypeElement declared, TypeElement real) {
        String name = declared.getQualifiedName().toString();
        if (real == null) {
            differences.add(name + " does not exist");
            return;
        }
        same(name, "kind", declared.getKind(), real.getKind());
        same(name, "modifiers", modifiers(declared), modifiers(real));
        same(name, "type parameters", parameters(declared.getTypeParameters()), parameters(real.getTypeParameters()));
        same(
                name,
                "superclass",
                declared.getSuperclass().toString(),
                real.getSuperclass().toString());
        same(
                name,
                "interfaces",
                declared.getInterfaces().toString(),
                real.getInterfaces().toString());
        same(name, "annotations", annotations(declared), annotations(real));
        boolean isEnum = declared.getKind() == ElementKind.ENUM;
        for (Element member : declared.getEnclosedElements()) {
            // Nobody but the enum itself calls its constructors.
            if (!isEnum || member.getKind() != ElementKind.CONSTRUCTOR) {
                compareMember(name, member, real);
            }
        }
    }

    private void compareMember(String name, Element member, TypeElement real) {
        Element found = real.getEnclosedElements().stream()
                .filter(candidate -> isSame(member, candidate))
                .findFirst()
                .orElse(null);
        String where = name + " " + member;
        if (found == null) {
            differences.add(where + " does not exist");
            return;
        }
        if (member instanceof TypeElement type) {
            compare(type, (TypeElement) found);
            return;
        }
        same(where, "modifiers", modifiers(member), modifiers(found));
        same(where, "annotations", annotations(member), annotations(found));
        if (member instanceof ExecutableElement executable) {
            compareExecutable(where, executable, (ExecutableElement) found);
        } else if (member instanceof VariableElement field) {
            same(where, "type", field.asType().toString(), found.asType().toString());
            same(where, "value", field.getConstantValue(), ((VariableElement) found).getConstantValue());
        }
    }

    private void compareExecutable(String where, ExecutableElement declared, ExecutableElement real) {
        same(where, "type", declared.asType().toString(), real.asType().toString());
        same(where, "type parameters", parameters(declared.getTypeParameters()), parameters(real.getTypeParameters()));
        same(
                where,
                "exceptions",
                declared.getThrownTypes().toString(),
                real.getThrownTypes().toString());
        same(where, "variable arguments", declared.isVarArgs(), real.isVarArgs());
        same(
                where,
                "default value",
                String.valueOf(declared.getDefaultValue()),
                String.valueOf(real.getDefaultValue()));
    }

    private boolean isSame(Element declared, Element candidate) {
        if (declared.getKind() != candidate.getKind()
                || !declared.getSimpleName().contentEquals(candidate.getSimpleName())) {
            return false;
        }
        return !(declared instanceof ExecutableElement executable)
                || erased(declaredTypes, executable).equals(erased(realTypes, (ExecutableElement) candidate));
    }

    private static String erased(Types types, ExecutableElement executable) {
        return executable.getParameters().stream()
                .map(VariableElement::asType)
                .map(types::erasure)
                .map(TypeMirror::toString)
                .collect(Collectors.joining(","));
    }

    private static String parameters(List<? extends TypeParameterElement> parameters) {
        return parameters.stream()
                .map(parameter -> parameter + " extends " + parameter.getBounds())
                .collect(Collectors.joining(", "));
    }

    private static Set<Modifier> modifiers(Element element) {
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        modifiers.addAll(element.getModifiers());
        modifiers.removeAll(INSIDE);
        if (element.getKind() == ElementKind.ENUM) {
            // They tell whether its constants have bodies.
            modifiers.removeAll(EnumSet.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED));
        }
        return modifiers;
    }

    /** Those that change what a compiler or the build makes of a class that uses this one. */
    private static Set<String> annotations(Element element) {
        Set<String> found = new TreeSet<>();
        for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
            String name = annotation.getAnnotationType().toString();
            boolean meta = element.getKind() == ElementKind.ANNOTATION_TYPE
                    && (name.startsWith("java.lang.annotation.")
                            || name.endsWith(".Indexed")
                            || name.endsWith(".Indexable"));
            if (name.equals("java.lang.Deprecated") || name.equals("java.lang.FunctionalInterface")) {
                found.add(name);
            } else if (meta) {
                found.add(annotation.toString());
            }
        }
        return found;
    }

    private void same(String where, String what, Object declared, Object real) {
        if (!Objects.equals(declared, real)) {
            differences.add(where + ": " + what + " is declared as " + declared + " but is " + real);
        }
    }
}
