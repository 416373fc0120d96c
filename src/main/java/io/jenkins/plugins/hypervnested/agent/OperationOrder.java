package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.operation.Request;
import java.time.Duration;
import java.util.List;

/**
 * What is to be done where.
 *
 * @param hostId id of the configured host
 * @param hostName how people know it
 * @param preferredAgents node names that are tried first, where the host lets them
 * @param request what to do there
 * @param logins where the logins of guests that the request names are looked up, each time it is sent
 * @param agentWait how long to wait for an agent when none is online; zero: not at all
 */
public record OperationOrder(
        String hostId,
        String hostName,
        List<String> preferredAgents,
        Request request,
        List<GuestLogin> logins,
        Duration agentWait) {

    public OperationOrder {
        preferredAgents = List.copyOf(preferredAgents);
        logins = List.copyOf(logins);
    }
}
