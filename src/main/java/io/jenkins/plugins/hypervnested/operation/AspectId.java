package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.Optional;

/**
 * One thing about a VM that can be changed and put back.
 *
 * @param name {@link #NESTING}, {@link #POWER}, {@link #SPOOFING}, or a name of a later version
 * @param object id of the adapter for {@link #SPOOFING}; empty otherwise
 */
record AspectId(String name, String object) {

    static final String NESTING_NAME = "nesting";
    static final String POWER_NAME = "power";
    static final String SPOOFING_NAME = "spoofing";
    static final String ON = "on";
    static final String OFF = "off";
    /** The value of {@link #POWER} while a VM is neither off nor running, as it is saved or paused. */
    static final String HALTED = "halted";

    static final AspectId NESTING = new AspectId(NESTING_NAME, "");
    static final AspectId POWER = new AspectId(POWER_NAME, "");

    static AspectId spoofing(String adapterId) {
        return new AspectId(SPOOFING_NAME, adapterId);
    }

    static String onOff(boolean on) {
        return on ? ON : OFF;
    }

    /** Whether this version knows how to read and change it. What it does not know it never reconciles. */
    boolean isKnown() {
        return name.equals(NESTING_NAME) || name.equals(POWER_NAME) || name.equals(SPOOFING_NAME);
    }

    /** {@return the value that a VM shows; empty when the object is gone or the aspect is not known} */
    Optional<String> valueOf(VmState vm) {
        return switch (name) {
            case NESTING_NAME -> Optional.of(onOff(vm.nesting()));
            case POWER_NAME -> Optional.of(power(vm.power()));
            case SPOOFING_NAME ->
                vm.adapters().stream()
                        .filter(a -> a.id().equals(object))
                        .map(Adapter::spoofing)
                        .map(AspectId::onOff)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** {@return what its object is called in a VM; empty where it is the VM itself, or gone} */
    String objectIn(VmState vm) {
        return vm.adapters().stream()
                .filter(a -> a.id().equals(object))
                .map(Adapter::name)
                .findFirst()
                .orElse("");
    }

    private static String power(PowerState state) {
        return switch (state) {
            case OFF -> OFF;
            case RUNNING, STARTING, STOPPING, RESUMING -> ON;
            default -> HALTED;
        };
    }
}
