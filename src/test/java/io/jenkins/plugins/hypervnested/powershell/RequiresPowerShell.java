package io.jenkins.plugins.hypervnested.powershell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips what needs a PowerShell where there is none, and says so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPowerShell.Condition.class)
public @interface RequiresPowerShell {

    /** Whether there is one. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return PowerShells.find()
                    .map(path -> ConditionEvaluationResult.enabled("PowerShell is " + path))
                    .orElseGet(() -> ConditionEvaluationResult.disabled(
                            "no PowerShell: neither pwsh nor powershell.exe is on PATH, and -Dpwsh= names none"));
        }
    }
}
