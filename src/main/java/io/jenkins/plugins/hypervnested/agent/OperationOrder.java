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
 * @param agentWait how long to wait for an agent when none is online; zero: not at all
 */
public record OperationOrder(
        String hostId, String hostName, List<String> preferredAgents, Request request, Duration agentWait) {

    public OperationOrder {
        preferredAgents = List.copyOf(preferredAgents);
    }
}
