package io.jenkins.plugins.hypervnested;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import hudson.util.ListBoxModel;
import java.util.HashSet;
import java.util.Set;

/** A permission is checked in the method, or in one of our own that it calls. A list of constants tells nothing and needs none. */
final class AskForAPermission extends ArchCondition<JavaMethod> {

    private static final Set<String> CHECKS =
            Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission");

    AskForAPermission() {
        super("ask for a permission");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        boolean asks = listsConstants(method) || asks(method, new HashSet<>());
        events.add(new SimpleConditionEvent(
                method, asks, method.getFullName() + (asks ? " asks" : " does not ask") + " for a permission"));
    }

    /** Whether it takes nothing and reads nothing but texts and names, itself or through such a method of ours. */
    private static boolean listsConstants(JavaCodeUnit code) {
        return code.getRawParameterTypes().isEmpty()
                && code.getCallsFromSelf().stream().allMatch(AskForAPermission::isConstant);
    }

    private static boolean isConstant(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return owner.isAssignableTo(ListBoxModel.class)
                || owner.isAssignableTo(Enum.class)
                || owner.getSimpleName().equals("Messages")
                || call.getTarget()
                        .resolveMember()
                        .filter(target -> owner.getPackageName().startsWith(AskForAPermission.class.getPackageName()))
                        .filter(target -> target.getModifiers().contains(JavaModifier.STATIC))
                        .filter(AskForAPermission::listsConstants)
                        .isPresent();
    }

    private static boolean asks(JavaCodeUnit code, Set<JavaCodeUnit> seen) {
        if (!seen.add(code)) {
            return false;
        }
        for (JavaMethodCall call : code.getMethodCallsFromSelf()) {
            if (CHECKS.contains(call.getTarget().getName())) {
                return true;
            }
            if (call.getTarget()
                    .resolveMember()
                    .filter(target -> asks(target, seen))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
