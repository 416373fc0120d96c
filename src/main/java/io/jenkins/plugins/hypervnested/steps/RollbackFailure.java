package io.jenkins.plugins.hypervnested.steps;

/** What becomes of a step when something could not be given back. It stays owed in any case, and is tried again. */
public enum RollbackFailure {
    /** The step fails. */
    FAIL,
    /** The run is unstable, and goes on. */
    UNSTABLE,
    /** The log tells of it. */
    IGNORE
}
