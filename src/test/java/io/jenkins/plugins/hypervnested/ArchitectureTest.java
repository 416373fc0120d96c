package io.jenkins.plugins.hypervnested;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dependencies point down, never up; the decisions know no Jenkins; web methods are guarded. */
class ArchitectureTest {

    private static final String ROOT = "io.jenkins.plugins.hypervnested";

    /** What each package may use, beside itself. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "machine", Set.of(),
            "operation", Set.of("machine"),
            "powershell", Set.of("machine"),
            "config", Set.of("machine", "operation", "powershell"),
            "agent", Set.of("machine", "operation", "powershell", "config"),
            "journal", Set.of("machine", "operation", "config", "agent"),
            "steps", Set.of("machine", "operation", "config", "agent", "journal"),
            "lifecycle", Set.of("machine", "operation", "config", "agent", "journal"),
            "ui", Set.of("machine", "operation", "config", "agent", "journal"));

    private static final String[] JENKINS = {
        "hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..", "com.cloudbees..", "org.jvnet..", "net.sf.json.."
    };

    private static final JavaClasses CLASSES = PluginClasses.read();

    @Test
    void everyPackageUsesOnlyThoseBelowIt() {
        for (var rule : MAY_USE.entrySet()) {
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(rule.getKey()))
                    .filter(other -> !rule.getValue().contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + rule.getKey() + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void everyClassLivesInOneOfTheKnownPackages() {
        noClasses()
                .that(describe(
                        "are not package descriptions",
                        type -> !type.getSimpleName().equals("package-info")))
                .should()
                .resideOutsideOfPackages(
                        MAY_USE.keySet().stream().map(name -> ROOT + "." + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void machineOperationAndPowerShellKnowNoJenkins() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".machine..", ROOT + ".operation..", ROOT + ".powershell..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JENKINS)
                .check(CLASSES);
    }

    @Test
    void nothingComesFromAnAgentOfItsOwnAccord() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jenkins.security.SlaveToMasterCallable")
                .check(CLASSES);
    }

    @Test
    void webMethodsTakePostOnly() {
        methods()
                .that(describe("are web methods", ArchitectureTest::isWebMethod))
                .should()
                .beAnnotatedWith("org.kohsuke.stapler.verb.POST")
                .orShould()
                .beAnnotatedWith("org.kohsuke.stapler.interceptor.RequirePOST")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void webMethodsAskForAPermission() {
        methods()
                .that(describe("are web methods", ArchitectureTest::isWebMethod))
                .should(new AskForAPermission())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static boolean isWebMethod(JavaMethod method) {
        return method.getName().matches("do[A-Z].*")
                && method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.STATIC);
    }
}
