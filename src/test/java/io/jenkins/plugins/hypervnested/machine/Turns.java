package io.jenkins.plugins.hypervnested.machine;

import java.util.function.BooleanSupplier;

/** Who decides when each of several runs moves; see {@code simulation.Interleaver}. */
public interface Turns {

    /** Before a verb: returns when it is the caller's turn. */
    void next(String verb);

    /** Returns when the condition holds or the host's clock has reached that time, which it does only when nobody else can move. */
    void await(SimulatedHost host, long until, BooleanSupplier condition);
}
