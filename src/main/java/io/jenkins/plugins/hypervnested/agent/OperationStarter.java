package io.jenkins.plugins.hypervnested.agent;

/** Starts operations on agents. */
public interface OperationStarter {

    /** Starts it and returns at once. Whatever goes wrong, the listener hears an end. */
    OperationHandle start(OperationOrder order, OperationListener listener);
}
