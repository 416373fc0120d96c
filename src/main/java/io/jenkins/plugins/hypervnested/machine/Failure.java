package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;

/**
 * Why something did not come about. The kinds differ in what a caller does next; each says what failed, on which machine and
 * object, what state it was left in and what to do. Told apart by error id and category, never by text, which is localised.
 */
public sealed interface Failure extends Serializable {

    /** {@return the four things that every failure says, and the platform's own ids} */
    Details details();

    /** The object is not there, and the machine proved that it would see it. */
    record NotFound(Details details) implements Failure {
        @Override
        public String kind() {
            return "not found";
        }
    }

    /** Several objects fit. */
    record Ambiguous(Details details) implements Failure {
        @Override
        public String kind() {
            return "ambiguous";
        }
    }

    /** The object is in a state in which this cannot be done; it was not changed. */
    record WrongState(Details details) implements Failure {
        @Override
        public String kind() {
            return "wrong state";
        }
    }

    /** The account may not do this. */
    record NotPermitted(Details details) implements Failure {
        @Override
        public String kind() {
            return "not permitted";
        }
    }

    /** This machine or this VM cannot do this at all. */
    record Unsupported(Details details) implements Failure {
        @Override
        public String kind() {
            return "unsupported";
        }
    }

    /** The machine cannot be reached, or was lost on the way; what it did last is not known. */
    record Unreachable(Details details) implements Failure {
        @Override
        public String kind() {
            return "unreachable";
        }
    }

    /** It took longer than its bound; what it did last is not known. */
    record TimedOut(Details details) implements Failure {
        @Override
        public String kind() {
            return "timed out";
        }
    }

    /** The machine's answer makes no sense: a damaged message, another program, an unknown version. */
    record Protocol(Details details) implements Failure {
        @Override
        public String kind() {
            return "protocol";
        }
    }

    /** The lease names another actor by now: nothing was changed. */
    record Fenced(Details details) implements Failure {
        @Override
        public String kind() {
            return "fenced";
        }
    }

    /** The machine is busy with the object or a file of it; trying again may help. */
    record Busy(Details details) implements Failure {
        @Override
        public String kind() {
            return "busy";
        }
    }

    /** The platform refused for a reason of its own. */
    record Refused(Details details) implements Failure {
        @Override
        public String kind() {
            return "refused";
        }
    }

    /**
     * The four things that a failure says.
     *
     * @param what what failed, as a clause: {@code start VM "node-1"}
     * @param machine name of the machine, or the address where it never answered
     * @param object the VM, adapter or file that it was about; empty when about the whole machine
     * @param state the state in which the object was left; {@code unknown} where it is
     * @param remedy what to do next
     * @param errorId PowerShell's {@code FullyQualifiedErrorId}, or an id of ours; empty when there is none
     * @param category PowerShell's error category name; empty when there is none
     * @param message the platform's own text, localised, only ever shown
     */
    record Details(
            String what,
            String machine,
            String object,
            String state,
            String remedy,
            String errorId,
            String category,
            String message)
            implements Serializable {

        public Details withState(String newState) {
            return new Details(what, machine, object, newState, remedy, errorId, category, message);
        }

        public Details withRemedy(String newRemedy) {
            return new Details(what, machine, object, state, newRemedy, errorId, category, message);
        }
    }

    /** {@return all that is known, in one sentence for people} */
    default String sentence() {
        Details d = details();
        String cause = d.message().isEmpty() ? "" : " (" + d.message().strip() + ")";
        return d.what() + " on " + d.machine() + ": " + kind() + cause + ". State: " + d.state() + ". " + d.remedy();
    }

    /** {@return a lower-case word for the kind, the same in logs, results and the journal} */
    String kind();
}
