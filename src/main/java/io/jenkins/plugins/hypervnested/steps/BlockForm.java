package io.jenkins.plugins.hypervnested.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.concurrent.TimeUnit;

/** What the forms of a block and of a build that holds machines have in common. */
final class BlockForm {

    private BlockForm() {}

    /** 0 stands for the usual one. */
    static FormValidation checkedTimeout(Item item, String value, String unit) {
        return !NestedStepDescriptor.mayConfigure(item) || "0".equals(value)
                ? FormValidation.ok()
                : NestedStepDescriptor.checked(
                        () -> StepChecks.timeout(Integer.parseInt(value), TimeUnit.valueOf(unit)));
    }

    static FormValidation checkedRollbackTimeout(Item item, String value) {
        return NestedStepDescriptor.mayConfigure(item)
                ? NestedStepDescriptor.checked(() -> Block.rollbackTimeout(Integer.parseInt(value)))
                : FormValidation.ok();
    }
}
