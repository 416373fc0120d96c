package io.jenkins.plugins.hypervnested.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.simulation.SharedHost;
import io.jenkins.plugins.hypervnested.simulation.SimulatedGates;
import io.jenkins.plugins.hypervnested.simulation.SimulatedPowerShellLauncher;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.slaves.restarter.SlaveRestarter;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A Jenkins in a process of its own, to be killed; its agents are in processes of theirs, and the simulated host outlives them all. What is
 * to be done inside of that Jenkins goes there as a static method that takes the rule.
 */
public final class RealLab {

    private static final long LONGEST_SECONDS = 120;

    private final RealJenkinsExtension jenkins;
    private final InboundAgentExtension agents;
    private final Path folder;

    private RealLab(RealJenkinsExtension jenkins, InboundAgentExtension agents, Path folder) {
        this.jenkins = jenkins;
        this.agents = agents;
        this.folder = folder;
    }

    /** Makes the host, and prepares Jenkins; starts nothing. */
    public static RealLab create(
            RealJenkinsExtension jenkins, InboundAgentExtension agents, Path folder, SimulatedHost host) {
        Path powerShell = SimulatedPowerShellLauncher.create(folder, host);
        jenkins.javaOptions(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dhudson.model.UpdateCenter.never=true",
                "-Dhudson.model.DownloadService.never=true",
                "-Dhudson.model.UsageStatistics.disabled=true",
                "-D" + HostTransport.POWERSHELL + '=' + powerShell);
        return new RealLab(jenkins, agents, folder);
    }

    public Path folder() {
        return folder;
    }

    public SharedHost host() {
        return SimulatedPowerShellLauncher.host(folder);
    }

    public SimulatedGates gates() {
        return SimulatedPowerShellLauncher.gates(folder);
    }

    public void start() throws Exception {
        jenkins.startJenkins();
    }

    /** Ends Jenkins as {@code kill -9} does: no shutdown hook runs. */
    public void kill() throws InterruptedException {
        Process process = jenkins.getProcess();
        jenkins.stopJenkinsForcibly();
        process.waitFor();
    }

    /** Waits until all processes that answered verbs have ended; it takes a moment, whatever they were at. */
    public void awaitNoPowerShell() throws Exception {
        for (long pid : host().look().processes()) {
            Optional<ProcessHandle> process = ProcessHandle.of(pid);
            if (process.isPresent()) {
                process.get().onExit().get(LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Ends Jenkins as a service manager does: it goes down in order. */
    public void terminate() throws InterruptedException {
        Process process = jenkins.getProcess();
        process.destroy();
        process.waitFor();
        jenkins.stopJenkinsForcibly();
    }

    /** Makes a node, and starts its agent. */
    public void agent(String name) throws Throwable {
        jenkins.run(RealLab::keepAgents);
        agents.createAgent(jenkins, options(name));
    }

    /** Agents that lose Jenkins stay the processes they are, as they do on Windows; elsewhere they would put new ones in their place. */
    private static void keepAgents(JenkinsRule rule) {
        List<SlaveRestarter> all = SlaveRestarter.all();
        all.removeAll(List.copyOf(all));
    }

    /** Makes a node whose agent is not there. */
    public void absentAgent(String name) throws Throwable {
        agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder()
                        .name(name)
                        .skipStart()
                        .build());
    }

    /** Starts the agent of a node that is there. */
    public void startAgent(String name) throws Throwable {
        agents.start(jenkins, options(name));
    }

    /** Ends the agent as {@code kill -9} does; what it started goes on. */
    public void killAgent(String name) {
        agents.stop(name);
    }

    private static InboundAgentExtension.Options options(String name) {
        return InboundAgentExtension.Options.newBuilder()
                .name(name)
                .webSocket()
                .javaOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .build();
    }

    public Path home() {
        return jenkins.getHome().toPath();
    }

    public Path journalFolder() {
        return home().resolve("hyperv-nested-virtualization/journal");
    }

    /** {@return the entries of the journal as they are on disk, as their XML} */
    public List<String> journal() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(journalFolder())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
                all.add(Files.readString(file));
            }
        }
        return all;
    }

    /** {@return the XML of the only entry of that job} */
    public String entryOf(String job) throws IOException {
        List<String> all = journal().stream()
                .filter(e -> element(e, "jobName").equals(job))
                .toList();
        assertEquals(1, all.size(), job);
        return all.get(0);
    }

    /** {@return the state of each entry on disk, by its job} */
    public Map<String, String> states() throws IOException {
        Map<String, String> states = new TreeMap<>();
        for (String entry : journal()) {
            states.put(element(entry, "jobName"), element(entry, "state"));
        }
        return states;
    }

    /** {@return the text of the first element of that name} */
    public static String element(String xml, String name) {
        int from = xml.indexOf('<' + name + '>') + name.length() + 2;
        return xml.substring(from, xml.indexOf("</" + name + '>', from));
    }

    /** Opens all gates and ends what is left of PowerShell. */
    public void close() {
        gates().openAll();
        for (long pid : host().look().processes()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Does something inside of Jenkins. */
    public void run(RealJenkinsExtension.Step step) throws Throwable {
        jenkins.run(step);
    }

    public <A extends Serializable> void run(RealJenkinsExtension.StepWithOneArg<A> step, A argument) throws Throwable {
        jenkins.runRemotely(step, argument);
    }

    public <R extends Serializable, A extends Serializable> R call(
            RealJenkinsExtension.StepWithReturnAndOneArg<R, A> step, A argument) throws Throwable {
        return jenkins.runRemotely(step, argument);
    }
}
