package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.Failure;

/** What can go wrong between the controller and a machine. */
final class AgentFailures {

    private static final String UNCHANGED = "unchanged";

    private AgentFailures() {}

    static Failure interrupted(String machine) {
        return new Failure.TimedOut(details(
                "reach the machine",
                machine,
                "unknown",
                "Try again; look at the agent's log if it takes long again.",
                ""));
    }

    static Failure noHost(String host, String id) {
        return new Failure.NotFound(details(
                "find the host in the configuration",
                host,
                UNCHANGED,
                "Add the host again under the id " + id
                        + " (Manage Jenkins, System, Hyper-V nested virtualization, Advanced), then retry.",
                ""));
    }

    static Failure noAgent(String host, String why) {
        return new Failure.Unreachable(details(
                "find an agent for the host",
                host,
                UNCHANGED,
                "Bring one of the host's agents online, or name another one at the host.",
                why));
    }

    static Failure noCredentials(String host, String why) {
        return new Failure.NotPermitted(details(
                "get what the transport needs", host, UNCHANGED, "Correct the host's configuration, then retry.", why));
    }

    static Failure noLogin(String host, String why) {
        return new Failure.NotPermitted(details(
                "look up the credentials of a guest",
                host,
                UNCHANGED,
                "Add them again under the same id where the job finds them, then try again.",
                why));
    }

    static Failure lost(String host, String agent, String why) {
        return new Failure.Unreachable(details(
                "hear from agent \"" + agent + "\"",
                host,
                "unknown",
                "What was begun is put back when the run ends and an agent of the host is online.",
                why));
    }

    static Failure notStarted(String host, String agent, String why) {
        return new Failure.Unreachable(details(
                "start the operation on agent \"" + agent + "\"",
                host,
                "unknown",
                "Look at the agent's log; the agent needs the same plugin version and a Java that the controller supports.",
                why));
    }

    static Failure senseless(String host, String what) {
        return new Failure.Protocol(details(
                "understand the agent's answer",
                host,
                "unknown",
                "Reconnect the agent, so that it runs the controller's version of the plugin.",
                what));
    }

    static Failure broken(String machine, Throwable error) {
        return new Failure.Protocol(details(
                "carry out the operation",
                machine,
                "unknown",
                "This is an error of the plugin; please report it with the agent's log.",
                error.getClass().getName()));
    }

    private static Failure.Details details(String what, String machine, String state, String remedy, String message) {
        return new Failure.Details(what, machine, "", state, remedy, "", "", message);
    }
}
