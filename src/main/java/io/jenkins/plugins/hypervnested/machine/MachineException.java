package io.jenkins.plugins.hypervnested.machine;

/** That a machine as a whole did not answer as it should. */
public final class MachineException extends Exception {

    private static final long serialVersionUID = 1;

    private final Failure failure;

    public MachineException(Failure failure) {
        super(failure.sentence());
        this.failure = failure;
    }

    public MachineException(Failure failure, Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
