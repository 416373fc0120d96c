package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The way to a host, as a look for it found it.
 *
 * @param host its name; null when it is not configured any more
 * @param door opens what a call proves itself with there
 * @param pick the agent; null when there is no host
 * @param broken what broke the look; null when nothing did
 */
record Way(String host, Door door, AgentPicker.Pick pick, RuntimeException broken) {

    /** Opens what a call proves itself with. */
    interface Door {
        CallAccess open(OperationOrder order) throws MachineException;
    }

    private static final Logger LOGGER = Logger.getLogger(Way.class.getName());

    /** Looks for it. Wakes agents that sleep, so not for the timer's thread. */
    static Way find(OperationOrder order) {
        return HypervNestedConfiguration.get()
                .hostById(order.hostId())
                .map(host -> new Way(
                        host.getName(),
                        asked -> CallAccess.open(host, asked),
                        AgentPicker.pick(host, order.preferredAgents()),
                        null))
                .orElseGet(Way::none);
    }

    /** {@return what a look found; one that breaks is one that found nothing} */
    static Way by(Function<OperationOrder, Way> look, OperationOrder order) {
        try {
            return look.apply(order);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "could not look for an agent of host " + order.hostName());
            return new Way(null, null, null, e);
        }
    }

    /** {@return the way to a host that is not configured any more} */
    static Way none() {
        return new Way(null, null, null, null);
    }

    boolean isFound() {
        return pick != null && pick.isFound();
    }

    /** {@return that an agent is waited for, for the log} */
    String waiting() {
        return "no agent of host \"" + host + "\" is online (" + pick.why() + "); waiting for one";
    }

    /**
     * {@return the end of an operation that has no way; null while it has one, or waits for one}
     *
     * @param late whether it has waited as long as it may
     */
    Outcome none(OperationOrder order, boolean late) {
        if (broken != null) {
            return Outcome.without(Outcome.Kind.NO_AGENT, AgentFailures.broken(order.hostName(), broken));
        }
        if (host == null) {
            return Outcome.without(Outcome.Kind.NO_HOST, AgentFailures.noHost(order.hostName(), order.hostId()));
        }
        return isFound() || !late
                ? null
                : Outcome.without(Outcome.Kind.NO_AGENT, AgentFailures.noAgent(host, pick.why()));
    }
}
