package io.jenkins.plugins.hypervnested.powershell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from the machine that was opened to the one that is meant: ids of VMs, each one of a VM of the machine before it.
 *
 * @param hops none for the machine that was opened
 */
record Route(List<String> hops) {

    /** The machine that was opened. */
    static final Route HERE = new Route(List.of());

    /** What each hop keeps for itself of the time that it was given, as {@code docs/protocol.md} says. */
    private static final Duration HOP = Duration.ofSeconds(1);

    /** So that the outermost relay gives up, and says so, before this side does. */
    private static final Duration HEAD_START = Duration.ofSeconds(2);

    Route {
        hops = List.copyOf(hops);
    }

    Route inside(String vmId) {
        List<String> more = new ArrayList<>(hops);
        more.add(vmId);
        return new Route(more);
    }

    boolean isHere() {
        return hops.isEmpty();
    }

    /**
     * {@return how long the outermost relay waits, so that the verb itself has all of its own time}
     *
     * @param verb the bound on the verb itself
     */
    Duration relayed(Duration verb) {
        return isHere() ? verb : verb.plus(HOP.multipliedBy(hops.size() - 1L));
    }

    /** {@return how long this side waits for the answer} */
    Duration awaited(Duration verb) {
        return isHere() ? verb : relayed(verb).plus(HEAD_START);
    }
}
