package io.jenkins.plugins.hypervnested;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Conditions that ArchUnit lacks. */
final class MoreConditions {

    private MoreConditions() {}

    /** The field's type, or one of its type arguments, is such a type. */
    static ArchCondition<JavaField> haveTypes(String what, Predicate<JavaClass> which) {
        return new ArchCondition<>("hold " + what) {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean holds =
                        field.getType().getAllInvolvedRawTypes().stream().anyMatch(which)
                                || which.test(field.getRawType());
                events.add(new SimpleConditionEvent(
                        field, holds, field.getFullName() + (holds ? " holds " : " does not hold ") + what));
            }
        };
    }

    /** The class itself declares a method of that name. */
    static ArchCondition<JavaClass> declare(String method) {
        return new ArchCondition<>("declare " + method) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean declares = type.getMethods().stream()
                        .anyMatch(candidate -> candidate.getName().equals(method));
                events.add(new SimpleConditionEvent(
                        type, declares, type.getName() + (declares ? " declares " : " does not declare ") + method));
            }
        };
    }
}
