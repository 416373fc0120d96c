package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.operation.Request;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The controller's end of what an agent tells of one operation: hears only that operation, everything once and in order, nothing
 * after its end, and only what makes sense.
 */
final class CallbackReceiver implements OperationCallback {

    private static final Logger LOGGER = Logger.getLogger(CallbackReceiver.class.getName());

    private final String handle;
    private final String host;
    private final Request request;
    private final OperationListener listener;
    private final Consumer<Outcome> end;

    private long heard;
    private boolean closed;

    /** @param end hears of the end, in place of the listener */
    CallbackReceiver(String handle, String host, Request request, OperationListener listener, Consumer<Outcome> end) {
        this.handle = handle;
        this.host = host;
        this.request = request;
        this.listener = listener;
        this.end = end;
    }

    @Override
    public void progress(String ofHandle, long number, String vm, String text) {
        if (isNew(ofHandle, number)) {
            listener.progress(Untrusted.text(vm, 1000), Untrusted.text(text, 2000));
        }
    }

    @Override
    public void joined(String ofHandle, long number, Joined joined) {
        if (isNew(ofHandle, number)) {
            listener.joined(Untrusted.joined(joined, request));
        }
    }

    @Override
    public void ended(String ofHandle, long number, Outcome outcome) {
        if (isNew(ofHandle, number)) {
            end.accept(checked(outcome));
        }
    }

    /** {@return the outcome, bounded; or a failure that says that it makes no sense} */
    Outcome checked(Outcome outcome) {
        try {
            return switch (outcome.kind()) {
                case DONE -> Outcome.done(Untrusted.result(outcome.result(), request));
                case CANCELLED -> Outcome.cancelled();
                case NOT_OPENED -> Outcome.notOpened(Untrusted.failure(outcome.failure()));
                default -> Outcome.failed(Untrusted.failure(outcome.failure()));
            };
        } catch (IllegalArgumentException | NullPointerException e) {
            LOGGER.log(Level.FINE, e, () -> "senseless answer to " + request.kind() + ' ' + handle);
            return Outcome.failed(AgentFailures.senseless(host, String.valueOf(e.getMessage())));
        }
    }

    /** Hears nothing from now on. */
    synchronized void close() {
        closed = true;
    }

    private synchronized boolean isNew(String ofHandle, long number) {
        if (closed || !handle.equals(ofHandle) || number <= heard) {
            return false;
        }
        heard = number;
        return true;
    }
}
