package io.jenkins.plugins.hypervnested;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jenkins.plugins.hypervnested.machine.Machine;

/** The plugin's own classes, without tests. */
final class PluginClasses {

    private PluginClasses() {}

    static JavaClasses read() {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(Machine.class.getProtectionDomain().getCodeSource().getLocation());
        assertFalse(classes.isEmpty(), "no classes were found to look at");
        return classes.that(
                describe("are ours", type -> type.getPackageName().startsWith(PluginClasses.class.getPackageName())));
    }
}
