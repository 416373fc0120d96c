package io.jenkins.plugins.hypervnested;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskForAPermissionTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().importClasses(Lists.class, Form.class);

    @ParameterizedTest
    @CsvSource({
        "doFillConstantItems,true",
        "doFillSharedItems,true",
        "doFillCheckedItems,true",
        "doFillHiddenItems,false",
        "doFillReadItems,false",
        "doFillSharedReadItems,false"
    })
    void aListOfConstantsNeedsNoneAndEveryOtherOneDoes(String method, boolean fine) {
        ConditionEvents events = ConditionEvents.Factory.create();
        new AskForAPermission()
                .check(
                        CLASSES.get(Form.class).getMethods().stream()
                                .filter(each -> each.getName().equals(method))
                                .findFirst()
                                .orElseThrow(),
                        events);
        assertEquals(
                fine ? List.of() : List.of(true),
                events.getViolating().stream().map(ConditionEvent::isViolation).toList());
    }

    static final class Lists {

        private Lists() {}

        static ListBoxModel units() {
            ListBoxModel items = new ListBoxModel();
            items.add("seconds", TimeUnit.SECONDS.name());
            return items;
        }

        static ListBoxModel jobs() {
            ListBoxModel items = new ListBoxModel();
            items.add(Jenkins.get().getItemByFullName("secret").getFullName());
            return items;
        }
    }

    static final class Form {

        public ListBoxModel doFillConstantItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("hours", TimeUnit.HOURS.name());
            return items;
        }

        public ListBoxModel doFillSharedItems() {
            return Lists.units();
        }

        public ListBoxModel doFillCheckedItems(Item item) {
            item.checkPermission(Item.CONFIGURE);
            return Lists.jobs();
        }

        public ListBoxModel doFillHiddenItems(Item item) {
            ListBoxModel items = new ListBoxModel();
            items.add(item.getFullName());
            return items;
        }

        public ListBoxModel doFillReadItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Jenkins.get().getRootDir().getName());
            return items;
        }

        public ListBoxModel doFillSharedReadItems() {
            return Lists.jobs();
        }
    }
}
