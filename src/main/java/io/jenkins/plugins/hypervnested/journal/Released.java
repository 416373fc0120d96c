package io.jenkins.plugins.hypervnested.journal;

import java.util.List;

/**
 * What became of what a run gave back before it ended. Each VM stands in one of the lists: in the last that is true of anything that
 * was held of it.
 *
 * @param released names of what is as it was first, or as the step wanted it kept
 * @param passedOn names of what others still hold
 * @param stuck what could not be given back
 */
public record Released(List<String> released, List<String> passedOn, List<Stuck> stuck) {

    public Released {
        released = List.copyOf(released);
        passedOn = List.copyOf(passedOn);
        stuck = List.copyOf(stuck);
    }

    /**
     * What could not be given back.
     *
     * @param vm its name
     * @param error why
     */
    public record Stuck(String vm, String error) {}
}
