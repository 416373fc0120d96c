package io.jenkins.plugins.hypervnested.operation;

import java.io.Serializable;
import java.util.Set;

/**
 * A controller, as it knows itself.
 *
 * @param controller its random id ({@code instance}), the same through all its starts
 * @param incarnation random id of its present start
 * @param starts random ids of all its starts that it knows of, the present one among them. Where a lease names another start of the
 *     same controller, there are two that take themselves for it: a copy, or one whose home was set back in time
 */
public record Asker(String controller, String incarnation, Set<String> starts) implements Serializable {

    public Asker {
        starts = Set.copyOf(starts);
    }
}
