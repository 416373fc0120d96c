package io.jenkins.plugins.hypervnested.jenkins;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;

/** A host with the VM {@code node-1}, in which Hyper-V runs with the VMs {@code n1} and {@code n2}, which are off. */
public final class NestedScene {

    /** Makes a network with both. */
    public static final String NETWORK = """
            def r = hypervNat host: 'lab-host', vm: 'node-1', guestCredentialsId: 'l1', start: true,
                guests: [[vm: 'n1', address: '192.168.100.2', dns: ['192.168.100.1'], connect: true, credentialsId: 'l2'],
                         [vm: 'n2', address: '192.168.100.3', connect: true, credentialsId: 'l2']]
            echo "changed ${r.changed}, gateway ${r.nat.gateway}, ${r.nat.guests[1].address}"
            """;

    private NestedScene() {}

    public static SimulatedHost host() {
        SimulatedHost node = guest("NODE-1").vm("n1", vm -> nested(vm, "N1")).vm("n2", vm -> nested(vm, "N2"));
        return SimulatedHost.intel2022("LAB-HOST")
                .vm(
                        "node-1",
                        vm -> JenkinsLab.quick(vm)
                                .nesting(true)
                                .login("l1-admin")
                                .inside(node));
    }

    private static void nested(SimulatedVm vm, String name) {
        JenkinsLab.quick(vm).off().login("l2-admin").inside(guest(name));
    }

    /** DHCP answers at once, so that a picture taken right after a rollback has what it gives. */
    private static SimulatedHost guest(String name) {
        return SimulatedHost.intel2022(name).network(network -> network.dhcpMillis(0));
    }

    /** Adds the credentials of the guests. */
    public static void credentials() throws Exception {
        add("l1", "l1-admin");
        add("l2", "l2-admin");
        SystemCredentialsProvider.getInstance().save();
    }

    private static void add(String id, String user) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", user, "secret-of-" + user));
    }
}
