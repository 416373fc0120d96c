package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.GuestLogin;
import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one call of a step wants done.
 *
 * @param kind what to do
 * @param host where
 * @param targets its VMs, each with its entry
 * @param options how
 * @param logins where the logins of guests that the options name are looked up
 * @param allowedVms which VMs may be touched
 * @param preferredAgents node names that are tried first
 * @param deadline when the whole call has to be over
 * @param recorded whether the targets have entries in the journal; a check and a dry run have none
 * @param resumed whether it was sent before, by this controller's earlier start
 */
public record CallOrder(
        Request.Kind kind,
        HostRef host,
        List<Target> targets,
        Options options,
        List<GuestLogin> logins,
        NameRules allowedVms,
        List<String> preferredAgents,
        Instant deadline,
        boolean recorded,
        boolean resumed) {

    public CallOrder {
        targets = List.copyOf(targets);
        logins = List.copyOf(logins);
        preferredAgents = List.copyOf(preferredAgents);
    }

    /**
     * {@return what to ask the machine for}
     *
     * @param which those of its targets that are asked for
     * @param left how long it may take from now on
     */
    Request request(List<Target> which, Duration left, Asker asker) {
        return new Request(kind, which, options.withTimeout(left), null, allowedVms, asker);
    }
}
