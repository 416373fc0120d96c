package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;

/**
 * What a step or a rollback asks of one machine.
 *
 * @param kind what to do
 * @param targets the VMs, each with the entry that shall hold it; worked on side by side
 * @param options how
 * @param expected the machine that must answer; null when nothing was recorded yet. Another one: nothing is done
 * @param allowedVms which VMs may be touched, by name; asked again with the name that the machine gives. Not asked by a rollback
 * @param asker the controller that asks, so that another one which takes itself for the same is noticed; null where nobody looks for
 *     that
 */
public record Request(
        Kind kind, List<Target> targets, Options options, MachineIdentity expected, NameRules allowedVms, Asker asker)
        implements Serializable {

    /** What to do. */
    public enum Kind {
        /** Read prerequisites and state; change nothing. */
        CHECK,
        /** Join and reconcile: extensions exposed. */
        ENABLE,
        /** Join and reconcile: extensions hidden. */
        DISABLE,
        /** Join and reconcile: MAC address spoofing allowed or forbidden. */
        SPOOF,
        /** Join and reconcile: a NAT network in the VM's guest, or on the machine itself, and what its VMs have of it. */
        NAT,
        /** Join and reconcile: the Hyper-V role in the VM's guest. */
        INSTALL,
        /** Leave and reconcile. */
        ROLL_BACK,
        /**
         * Read all leases of the machine, and write the asker's present start into those that it holds; change nothing else. Has no
         * targets. Leases in the guests of VMs are not among them: nobody gets there without logins.
         */
        SURVEY
    }

    public Request {
        targets = List.copyOf(targets);
    }

    /** Without a look for another controller that takes itself for the one that asks. */
    public Request(Kind kind, List<Target> targets, Options options, MachineIdentity expected, NameRules allowedVms) {
        this(kind, targets, options, expected, allowedVms, null);
    }

    /** {@return a survey of the leases of a machine} */
    public static Request survey(Asker asker, MachineIdentity expected) {
        return new Request(Kind.SURVEY, List.of(), Options.defaults(), expected, new NameRules(List.of()), asker);
    }
}
