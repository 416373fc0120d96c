package io.jenkins.plugins.hypervnested;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.Serializable;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A record prints every component, remoting keeps and logs a callable's {@code toString()}, an exception ends up in a log: none
 * of them may hold a secret. What XStream or a Pipeline's program persists may not hold a record, which it cannot read back.
 */
class SecretsInTypesTest {

    private static final JavaClasses CLASSES = PluginClasses.read();

    private static final Set<String> SECRET_TYPES = Set.of("hudson.util.Secret", "[C", "char[]");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passphrase|secret|privateKey|apiToken).*");

    private static final DescribedPredicate<JavaClass> SHOWN_WHOLE = describe(
            "records, callables and exceptions",
            type -> type.isRecord()
                    || assignableTo("hudson.remoting.Callable").test(type)
                    || type.isAssignableTo(Throwable.class));

    private static final DescribedPredicate<JavaClass> PERSISTED = describe(
            "what is persisted",
            type -> !type.isRecord()
                    && !type.isAssignableTo(Throwable.class)
                    && (assignableTo("hudson.model.Saveable").test(type)
                            || assignableTo("hudson.model.Describable").test(type)
                            || assignableTo("hudson.model.Action").test(type)
                            || assignableTo("org.jenkinsci.plugins.workflow.steps.StepExecution")
                                    .test(type)
                            || type.getPackageName().endsWith(".journal") && type.isAssignableTo(Serializable.class)));

    @Test
    void nothingThatIsShownWholeHoldsASecretType() {
        noFields()
                .that(describe("are not static", SecretsInTypesTest::isPerObject))
                .and()
                .areDeclaredInClassesThat(SHOWN_WHOLE)
                .should(MoreConditions.haveTypes("secrets", SecretsInTypesTest::isSecretType))
                .check(CLASSES);
    }

    @Test
    void nothingThatIsShownWholeHoldsASecretAsText() {
        noFields()
                .that(describe("are text", field -> isText(field.getRawType())))
                .and(describe("are not static", SecretsInTypesTest::isPerObject))
                .and()
                .areDeclaredInClassesThat(SHOWN_WHOLE)
                .should()
                .haveNameMatching(SECRET_NAME.pattern())
                .check(CLASSES);
    }

    @Test
    void everyCallableSaysWhatItIsInItsOwnWords() {
        classes()
                .that(describe(
                        "are callables",
                        type -> assignableTo("hudson.remoting.Callable").test(type)
                                && !type.isInterface()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .should(MoreConditions.declare("toString"))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingPersistedHoldsARecord() {
        noFields()
                .that(describe("are written", SecretsInTypesTest::isPerObject))
                .and()
                .areDeclaredInClassesThat(PERSISTED)
                .should(MoreConditions.haveTypes("records", JavaClass::isRecord))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static boolean isPerObject(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.TRANSIENT);
    }

    private static boolean isText(JavaClass type) {
        return type.isEquivalentTo(String.class) || type.getName().equals("[B");
    }

    private static boolean isSecretType(JavaClass type) {
        return SECRET_TYPES.contains(type.getName())
                || assignableTo("com.cloudbees.plugins.credentials.Credentials").test(type);
    }
}
