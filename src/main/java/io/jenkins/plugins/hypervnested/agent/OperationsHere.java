package io.jenkins.plugins.hypervnested.agent;

import hudson.remoting.Channel;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The operations of this JVM, which is an agent's. */
final class OperationsHere {

    /** An operation that is over and whose end could not be delivered is kept that long for whoever asks. */
    private static final long KEPT_NANOS = 15L * 60 * 1_000_000_000;

    private static final Map<String, RunningOperation> KNOWN = new ConcurrentHashMap<>();

    private OperationsHere() {}

    /**
     * @param channel where the controller is; null when the controller is this JVM. When it closes, the operation is ended: nobody
     *     would hear of it
     */
    static void start(RunningOperation operation, Channel channel) {
        KNOWN.values().removeIf(other -> other.isOverFor(KEPT_NANOS));
        if (KNOWN.putIfAbsent(operation.handle(), operation) != null) {
            throw new IllegalStateException("an operation " + operation.handle() + " is there already");
        }
        Channel.Listener closing = new Channel.Listener() {
            @Override
            public void onClosed(Channel closed, IOException cause) {
                operation.cancel();
            }
        };
        if (channel != null) {
            channel.addListener(closing);
        }
        operation.start(() -> {
            if (channel != null) {
                channel.removeListener(closing);
            }
            KNOWN.remove(operation.handle());
        });
    }

    static boolean cancel(String handle) {
        RunningOperation operation = KNOWN.get(handle);
        if (operation != null) {
            operation.cancel();
        }
        return operation != null;
    }

    static AskCall.Standing standing(String handle) {
        RunningOperation operation = KNOWN.get(handle);
        return operation == null ? new AskCall.Standing(false, null) : new AskCall.Standing(true, operation.outcome());
    }
}
