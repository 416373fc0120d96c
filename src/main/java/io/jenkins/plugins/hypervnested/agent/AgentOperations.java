package io.jenkins.plugins.hypervnested.agent;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts operations on agents, and looks after those that are open. */
@Extension
public final class AgentOperations implements OperationStarter {

    private static final Logger LOGGER = Logger.getLogger(AgentOperations.class.getName());

    private final Set<RemoteOperation> open = ConcurrentHashMap.newKeySet();

    private ScheduledFuture<?> ticking;
    private volatile boolean stopping;

    public static AgentOperations get() {
        return ExtensionList.lookupSingleton(AgentOperations.class);
    }

    @Override
    public OperationHandle start(OperationOrder order, OperationListener listener) {
        RemoteOperation operation =
                new RemoteOperation(order, new UntilStop(listener, this::isStopping), this::over, Way::find);
        open.add(operation);
        keepTicking();
        AgentThreads.pool().execute(operation::seek);
        return operation;
    }

    /** Jenkins goes down in order: from now on nobody is told anything. */
    public void stop() {
        stopping = true;
    }

    /** A JVM that is told to end closes its web sockets, and with them agents, before Jenkins hears that it goes down. */
    private boolean isStopping() {
        if (stopping) {
            return true;
        }
        Thread probe = new Thread(() -> {}, "Hyper-V operations, whether this JVM ends");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            // nothing can be added any more: it ends
            return true;
        }
    }

    /** Whether no agent of that host is online; false when there is no such host, which is another trouble. */
    public boolean isWithoutAgent(String hostId) {
        return HypervNestedConfiguration.get()
                .hostById(hostId)
                .filter(host -> !AgentPicker.isReachable(host))
                .isPresent();
    }

    /** Whether there is such a host, and an agent of it is online now. */
    public boolean isReachable(String hostId) {
        return HypervNestedConfiguration.get()
                .hostById(hostId)
                .filter(AgentPicker::isReachable)
                .isPresent();
    }

    private void over(RemoteOperation operation) {
        open.remove(operation);
    }

    private synchronized void keepTicking() {
        if (ticking == null) {
            ticking = AgentThreads.shared().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    private synchronized void restOrGoOn() {
        if (open.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private void tick() {
        for (RemoteOperation operation : open) {
            try {
                operation.tick();
            } catch (RuntimeException e) {
                // one that breaks must not stop the timer of all
                LOGGER.log(Level.WARNING, "could not look after " + operation, e);
            }
        }
        restOrGoOn();
    }
}
