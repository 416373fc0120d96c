package io.jenkins.plugins.hypervnested.machine;

/** That the process which ran the operation is gone, at this very point. An error, so that nothing but a test catches it. */
public final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1;

    public SimulatedCrash(String where) {
        super("crashed " + where);
    }
}
