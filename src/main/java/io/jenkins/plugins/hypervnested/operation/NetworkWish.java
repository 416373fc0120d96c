package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.NetworkState;
import java.util.Map;
import java.util.Optional;

/** What somebody wants of a machine's own network. */
interface NetworkWish {

    /** {@return the value that each aspect shall have} Asked only where there is no {@link #conflict}. */
    Map<AspectId, String> wants(NetworkState network);

    /** {@return what is there and stands in the way} */
    Optional<Conflict> conflict(NetworkState network);

    /**
     * Something that stands in the way.
     *
     * @param failure what it is, and whose
     * @param owner the aspect under which a lease would record it, if it was made by a run; null where it cannot have been
     */
    record Conflict(Failure failure, AspectId owner) {}
}
