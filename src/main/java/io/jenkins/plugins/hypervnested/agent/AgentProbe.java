package io.jenkins.plugins.hypervnested.agent;

import hudson.Extension;
import hudson.remoting.Future;
import io.jenkins.plugins.hypervnested.config.HostAccess;
import io.jenkins.plugins.hypervnested.config.HostProbe;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.TransportException;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a host what it is, for the button <em>Test connection</em>. */
@Extension
public final class AgentProbe implements HostProbe {

    private static final long LONGEST_SECONDS = 60;

    @Override
    public Answer describe(HypervHost host) throws MachineException, InterruptedException {
        AgentPicker.Pick pick = AgentPicker.pick(host, List.of());
        if (!pick.isFound()) {
            throw new MachineException(AgentFailures.noAgent(host.getName(), pick.why()));
        }
        HostAccess access = access(host);
        try {
            return describe(host, pick, access);
        } finally {
            access.secrets().clear();
        }
    }

    private static Answer describe(HypervHost host, AgentPicker.Pick pick, HostAccess access)
            throws MachineException, InterruptedException {
        Future<MachineFacts> answer;
        try {
            answer = pick.channel().callAsync(new DescribeCall(access.endpoint(), access.secrets()));
        } catch (IOException e) {
            throw new MachineException(
                    AgentFailures.lost(host.getName(), pick.agent(), String.valueOf(e.getMessage())), e);
        }
        try {
            return new Answer(pick.agent(), Untrusted.facts(answer.get(LONGEST_SECONDS, TimeUnit.SECONDS)));
        } catch (TimeoutException e) {
            throw new MachineException(AgentFailures.interrupted(host.getName()), e);
        } catch (ExecutionException e) {
            throw unwrapped(host, pick.agent(), e);
        } catch (IllegalArgumentException e) {
            throw new MachineException(AgentFailures.senseless(host.getName(), e.getMessage()), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HostAccess access(HypervHost host) throws MachineException {
        try {
            return host.getTransport().open();
        } catch (TransportException e) {
            throw new MachineException(AgentFailures.noCredentials(host.getName(), e.getMessage()), e);
        }
    }

    private static MachineException unwrapped(HypervHost host, String agent, ExecutionException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DescribeCall.Failed failed) {
                return new MachineException(failure(host, failed.unwrap()), e);
            }
        }
        return new MachineException(AgentFailures.lost(host.getName(), agent, String.valueOf(e.getMessage())), e);
    }

    private static Failure failure(HypervHost host, MachineException said) {
        try {
            return Untrusted.failure(said == null ? null : said.failure());
        } catch (IllegalArgumentException e) {
            return AgentFailures.senseless(host.getName(), e.getMessage());
        }
    }
}
