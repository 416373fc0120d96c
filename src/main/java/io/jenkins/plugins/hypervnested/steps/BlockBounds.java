package io.jenkins.plugins.hypervnested.steps;

import java.util.concurrent.TimeUnit;

/** How long a block may take, and what becomes of it when something cannot be given back. */
interface BlockBounds {

    int DEFAULT_ROLLBACK_MINUTES = 30;

    /** {@return bound on taking all machines, in {@link #getUnit}; 0 for the usual one} */
    int getTimeout();

    TimeUnit getUnit();

    /** {@return bound on giving back, in minutes; what it began goes on after that} */
    int getRollbackTimeout();

    RollbackFailure getOnRollbackFailure();
}
