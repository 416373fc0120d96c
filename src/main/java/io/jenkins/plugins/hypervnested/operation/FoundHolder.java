package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.List;

/**
 * An entry that a lease names as a holder, as a survey found it.
 *
 * @param entry id of the entry
 * @param run id of its run
 * @param controller id of its controller, whose may be another than the one that asks
 * @param incarnation the start of that controller that last wrote here
 * @param shownAs how people know the run
 * @param since when it joined, by the clock of whoever wrote it, as ISO text: only ever shown
 * @param ready whether it has what it wants
 * @param wants what it wants, one sentence each, as {@code nesting on}
 */
public record FoundHolder(
        String entry,
        String run,
        String controller,
        String incarnation,
        String shownAs,
        String since,
        boolean ready,
        List<String> wants)
        implements Serializable {

    public FoundHolder {
        wants = List.copyOf(wants);
    }
}
