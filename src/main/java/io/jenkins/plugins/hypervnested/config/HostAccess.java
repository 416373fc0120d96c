package io.jenkins.plugins.hypervnested.config;

import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;

/** How a host is reached, with what its account proves itself. Made right before it is used and never kept. */
public final class HostAccess {

    private final Endpoint endpoint;
    private final HostSecrets secrets;

    /** @param secrets what the endpoint needs; cleared by whoever opened it */
    public HostAccess(Endpoint endpoint, HostSecrets secrets) {
        this.endpoint = endpoint;
        this.secrets = secrets;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public HostSecrets secrets() {
        return secrets;
    }

    @Override
    public String toString() {
        return endpoint.shownAs();
    }
}
