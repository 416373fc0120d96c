package io.jenkins.plugins.hypervnested.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes wrong, and at which call. Calls are counted from 1; a verb is named as its method ({@code observe}, {@code change},
 * {@code writeLeases}, {@code inside}, …), in whichever of the machines in each other, {@link #ANY} counts all of them.
 */
public final class Faults {

    /** Any verb. */
    public static final String ANY = "any";

    /** What happens. */
    public enum Kind {
        /** The connection is lost and the process at the other end with it. */
        UNREACHABLE,
        /** The whole run dies, its PowerShell too. */
        CRASH,
        /** The run dies before the call was done; the call lands later ({@link SimulatedHost#landGhosts()}). */
        GHOST,
        /** The run and its process die before the call was done; the call lands later all the same. Only the epoch guards against it. */
        STRAY,
        /** The connection is lost before the call was done; the call lands later. */
        UNREACHABLE_GHOST,
        /** The host is rebooted: every process there is gone, VMs that ran are saved. */
        REBOOT,
        /** The session into a guest is lost and the process at its end with it; outside of guests the same as {@link #UNREACHABLE}. */
        INSIDE_LOST,
        /** The machine of that call restarts by itself; outside of guests the same as {@link #REBOOT}. */
        GUEST_RESTART,
        /** Every VM or lease of that call answers with a failure that the rule names; nothing is done. */
        FAILURE;

        boolean isLate() {
            return this == GHOST || this == STRAY || this == UNREACHABLE_GHOST;
        }
    }

    private record Rule(boolean after, String verb, int call, Kind kind, Failure failure) {}

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();

    /** Before that call of that verb is done. */
    public Faults before(String verb, int call, Kind kind) {
        rules.add(new Rule(false, verb, call, kind, null));
        return this;
    }

    /** After that call of that verb was done, and before its answer arrives. */
    public Faults after(String verb, int call, Kind kind) {
        if (kind.isLate() || kind == Kind.FAILURE) {
            throw new IllegalArgumentException(kind + " is about a call that is not done yet");
        }
        rules.add(new Rule(true, verb, call, kind, null));
        return this;
    }

    /** Instead of that call of that verb, each of its VMs or leases has that failure. */
    public Faults fail(String verb, int call, Failure failure) {
        rules.add(new Rule(false, verb, call, Kind.FAILURE, failure));
        return this;
    }

    /** {@return how often that verb was called, or all of them for {@link #ANY}} */
    public int calls(String verb) {
        return calls.getOrDefault(verb, 0);
    }

    /** {@return the verbs that were called, in order} */
    public List<String> told() {
        return List.copyOf(told);
    }

    void count(String verb) {
        told.add(verb);
        calls.merge(verb, 1, Integer::sum);
        calls.merge(ANY, 1, Integer::sum);
    }

    /** {@return what happens now, or null} */
    Kind kind(String verb, boolean after) {
        Rule rule = rule(verb, after);
        return rule == null ? null : rule.kind;
    }

    boolean isFailing(String verb) {
        return kind(verb, false) == Kind.FAILURE;
    }

    Failure failure(String verb) {
        return rule(verb, false).failure;
    }

    private Rule rule(String verb, boolean after) {
        for (Rule r : rules) {
            boolean fits = r.verb.equals(verb) || r.verb.equals(ANY);
            if (fits && r.after == after && calls(r.verb) == r.call) {
                return r;
            }
        }
        return null;
    }
}
