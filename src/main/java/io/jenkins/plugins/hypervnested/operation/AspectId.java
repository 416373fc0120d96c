package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.Optional;

/**
 * One thing about a subject that can be changed and put back.
 *
 * @param name {@link #NESTING_NAME} and the other names here, or a name of a later version
 * @param object what it is of: id of an adapter for spoofing and connection; see {@link NetworkAspects} for those of networks; empty
 *     where it is of the subject itself
 */
record AspectId(String name, String object) {

    static final String NESTING_NAME = "nesting";
    static final String POWER_NAME = "power";
    static final String SPOOFING_NAME = "spoofing";
    static final String CONNECTION_NAME = "connection";
    static final String ROLE_NAME = "role";
    static final String ON = "on";
    static final String OFF = "off";
    /** The value of {@link #POWER} while a VM is neither off nor running, as it is saved or paused. */
    static final String HALTED = "halted";
    /** The value of a connection to no switch. */
    static final String NONE = "none";
    /** The value of what is not there. */
    static final String ABSENT = "absent";
    /** The value of a role that comes or goes with the next restart. */
    static final String PENDING = "pending";
    /** The value of a role that is there with its tools. */
    static final String INSTALLED = "installed";

    static final AspectId NESTING = new AspectId(NESTING_NAME, "");
    static final AspectId POWER = new AspectId(POWER_NAME, "");
    static final AspectId ROLE = new AspectId(ROLE_NAME, "");

    static AspectId spoofing(String adapterId) {
        return new AspectId(SPOOFING_NAME, adapterId);
    }

    /** The switch to which an adapter of a VM is connected. */
    static AspectId connection(String adapterId) {
        return new AspectId(CONNECTION_NAME, adapterId);
    }

    static String onOff(boolean on) {
        return on ? ON : OFF;
    }

    /** Whether this version knows how to read and change it. What it does not know it never reconciles. */
    boolean isKnown() {
        return switch (name) {
            case NESTING_NAME, POWER_NAME, SPOOFING_NAME, CONNECTION_NAME, ROLE_NAME -> true;
            default -> NetworkAspects.isKnown(this);
        };
    }

    /** {@return the value that a subject shows; empty when the object is gone or the aspect is not one of it} */
    Optional<String> valueOf(Subject subject) {
        if (subject instanceof VmState vm) {
            return valueOfVm(vm);
        }
        return subject instanceof NetworkState network
                ? NetworkAspects.value(this, network)
                : valueOfRole((RoleState) subject);
    }

    private Optional<String> valueOfVm(VmState vm) {
        return switch (name) {
            case NESTING_NAME -> Optional.of(onOff(vm.nesting()));
            case POWER_NAME -> Optional.of(power(vm.power()));
            case SPOOFING_NAME -> adapter(vm).map(a -> onOff(a.spoofing()));
            case CONNECTION_NAME -> adapter(vm).map(a -> a.switchId().isEmpty() ? NONE : a.switchId());
            default -> Optional.empty();
        };
    }

    private Optional<String> valueOfRole(RoleState role) {
        if (!name.equals(ROLE_NAME)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (role.feature()) {
                    case INSTALLED -> role.tools() ? INSTALLED : "without tools";
                    case ABSENT, UNAVAILABLE -> ABSENT;
                    case INSTALLING, REMOVING -> PENDING;
                });
    }

    /**
     * Whether what is shown is what is wanted. Mostly that is to be equal; what is wanted may say less than what is shown, as a switch is
     * wanted internal and shown with its id.
     */
    boolean fits(String wanted, String shown) {
        return wanted.equals(shown) || NetworkAspects.isWider(this, wanted, shown);
    }

    /** {@return what its object is called, for people; empty where it is the subject itself, or gone} */
    String objectIn(Subject subject) {
        if (subject instanceof VmState vm) {
            return adapter(vm).map(Adapter::name).orElse("");
        }
        return subject instanceof NetworkState network ? NetworkAspects.object(this, network) : "";
    }

    /** {@return what it is called, for people: {@code spoofing of adapter 'Network Adapter'}} */
    String shown(Subject subject, String recordedObject) {
        String current = objectIn(subject);
        String called = current.isEmpty() ? recordedObject : current;
        if (called.isEmpty()) {
            return name;
        }
        return NetworkAspects.isKnown(this) ? name + ' ' + called : name + " of adapter '" + called + "'";
    }

    private Optional<Adapter> adapter(VmState vm) {
        return vm.adapters().stream().filter(a -> a.id().equals(object)).findFirst();
    }

    private static String power(PowerState state) {
        return switch (state) {
            case OFF -> OFF;
            case RUNNING, STARTING, STOPPING, RESUMING -> ON;
            default -> HALTED;
        };
    }
}
