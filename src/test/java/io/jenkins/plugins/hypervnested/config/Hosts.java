package io.jenkins.plugins.hypervnested.config;

import io.jenkins.plugins.hypervnested.powershell.Endpoint.WinRm.Authentication;

/** Hosts for tests. */
final class Hosts {

    static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJpWmVkYmVlZmRlYWRiZWVmZGVhZGJlZWZkZWFkYmVl";

    private Hosts() {}

    static HypervHost local(String name) {
        return new HypervHost(name, new LocalTransport());
    }

    static HypervHost winRm(String name) {
        WinRmTransport transport = new WinRmTransport("lab.example.com");
        transport.setPort(5985);
        transport.setHttps(false);
        transport.setAuthentication(Authentication.KERBEROS);
        transport.setConfigurationName("HyperVNested");
        transport.setCredentialsId("lab-account");
        return new HypervHost(name, transport);
    }

    static HypervHost ssh(String name) {
        SshTransport transport = new SshTransport("10.0.0.7", KEY);
        transport.setPort(2222);
        transport.setPowerShell("pwsh");
        transport.setCredentialsId("lab-key");
        return new HypervHost(name, transport);
    }

    /** Every field another than its default. */
    static HypervHost filled(HypervHost host) {
        host.setAgents("relay-1\nrelay-2");
        host.setLabel("windows && relay");
        host.setTrustLabel(true);
        host.setAllowBuiltIn(true);
        host.setAllowedJobs("team/*\nnightly");
        host.setAllowedVms("node-*");
        host.setAllowChangeRequests(true);
        host.setAllowOwnNetwork(true);
        host.setRunsOn("outer/lab");
        return host;
    }
}
