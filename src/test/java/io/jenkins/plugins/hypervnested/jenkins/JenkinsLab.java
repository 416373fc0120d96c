package io.jenkins.plugins.hypervnested.jenkins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.LocalTransport;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedVm;
import io.jenkins.plugins.hypervnested.simulation.SharedHost;
import io.jenkins.plugins.hypervnested.simulation.SimulatedPowerShellLauncher;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins with an agent, the simulated host behind it, and both known to each other. */
public final class JenkinsLab {

    private static final long LONGEST_SECONDS = 170;

    private final JenkinsRule jenkins;
    private final Path folder;

    private JenkinsLab(JenkinsRule jenkins, Path folder) {
        this.jenkins = jenkins;
        this.folder = folder;
    }

    /** A host {@code lab-host} with the VMs {@code node-1} (runs), {@code node-2} (off) and {@code silent} (its guest never answers). */
    public static JenkinsLab create(JenkinsRule jenkins, Path folder) {
        SimulatedHost host = SimulatedHost.intel2022("LAB-HOST")
                .vm("node-1", JenkinsLab::quick)
                .vm("node-2", vm -> quick(vm).off())
                .vm("silent", vm -> quick(vm).off().neverAnswers());
        return create(jenkins, folder, host);
    }

    /** One with that host, whatever VMs it has. */
    public static JenkinsLab create(JenkinsRule jenkins, Path folder, SimulatedHost host) {
        SimulatedPowerShellLauncher.create(folder, host);
        JenkinsLab lab = resume(jenkins, folder);
        lab.configure(new LocalTransport());
        return lab;
    }

    /** The one that another session made. */
    public static JenkinsLab resume(JenkinsRule jenkins, Path folder) {
        JenkinsLab lab = new JenkinsLab(jenkins, folder);
        System.setProperty(HostTransport.POWERSHELL, lab.powerShell().toString());
        return lab;
    }

    /** A VM that runs and does everything quickly. */
    public static SimulatedVm quick(SimulatedVm vm) {
        return vm.running().bootMillis(100).heartbeatMillis(300).shutdownMillis(300);
    }

    /** Configures the host, for all jobs and VMs, with the agent {@code hyperv}. */
    public HypervHost configure(HostTransport transport) {
        HypervHost host = new HypervHost("lab-host", transport);
        host.setAgents("hyperv");
        host.setAllowedJobs("*");
        host.setAllowedVms("*");
        host.setAllowOwnNetwork(true);
        HypervNestedConfiguration.get().setHosts(List.of(host));
        return host;
    }

    /** Changes the configured host. */
    public void reconfigure(Consumer<HypervHost> change) {
        HypervHost host = HypervNestedConfiguration.get().findHost("lab-host").orElseThrow();
        change.accept(host);
        HypervNestedConfiguration.get().setHosts(List.of(host));
    }

    /** An agent in a JVM of its own, whose PowerShell is the simulated host's; Jenkins' start is over for the plugin, too. */
    public DumbSlave agent(String name) throws Exception {
        DumbSlave agent = jenkins.createSlave(name, "hyperv", new EnvVars());
        jenkins.waitOnline(agent);
        await(() -> Journal.get().mayAct());
        return agent;
    }

    private Path powerShell() {
        boolean windows = File.pathSeparatorChar == ';';
        return folder.toAbsolutePath().resolve(windows ? "powershell.cmd" : "powershell");
    }

    public SharedHost host() {
        return SimulatedPowerShellLauncher.host(folder);
    }

    public SimulatedVm vm(String name) {
        return host().look().vm(name);
    }

    /** The guest that never answered does from now on. */
    public void heal(String vm) {
        host().change(host -> host.vm(vm).comesToItself());
    }

    public WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Waits until nothing is owed any more. */
    public void awaitNothingOwed() throws InterruptedException {
        await(() -> Journal.get().openEntries().isEmpty());
    }

    /** Waits until the only open entry is in that state. */
    public void awaitState(JournalEntry.State state) throws InterruptedException {
        await(() -> Journal.get().openEntries().stream().anyMatch(e -> e.getState() == state));
    }

    /** Waits until so many open entries are in that state. */
    public void awaitState(JournalEntry.State state, int count) throws InterruptedException {
        await(() -> Journal.get().openEntries().stream()
                        .filter(e -> e.getState() == state)
                        .count()
                == count);
    }

    /** Waits until that is so, as soon as the journal says anything. */
    public static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch fulfilled = new CountDownLatch(1);
        Runnable look = () -> {
            if (condition.getAsBoolean()) {
                fulfilled.countDown();
            }
        };
        Journal.get().addListener(look);
        look.run();
        assertTrue(
                fulfilled.await(LONGEST_SECONDS, TimeUnit.SECONDS),
                () -> "still open: "
                        + Journal.get().openEntries().stream()
                                .map(e ->
                                        e.getVmName() + ' ' + e.getState() + ' ' + e.getStuckText() + ' ' + e.getLog())
                                .toList());
    }

    /**
     * {@return that run, when it has ended} The rule waits for its executor, and that of a run which ends right after a restart may begin
     * after its end, and then never ends.
     */
    public static WorkflowRun ended(WorkflowRun run) throws InterruptedException {
        look(() -> !run.isLogUpdated());
        return run;
    }

    /** Waits until that is so, where nobody tells when it becomes so; a test that waits in vain ends by its own time limit. */
    public static void look(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(100);
        }
    }

    /** Takes the agent's connection away. */
    public static void disconnect(Node agent) throws Exception {
        agent.toComputer().disconnect(new OfflineCause.ByCLI("test")).get();
    }
}
