package io.jenkins.plugins.hypervnested.jenkins;

import hudson.EnvVars;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.hypervnested.config.HostTransport;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What 500 waiting steps cost the controller: its threads, and its heap beyond what a branch costs that only sleeps. Prints the figures and
 * judges nothing. Not one of the tests: {@code mvn test -Dtest=WaitingStepsBenchmark}. Needs {@code /bin/sh}.
 *
 * <p>Each step's operation runs on a real agent, whose PowerShell is a program that never says a word.
 */
@WithJenkins
class WaitingStepsBenchmark {

    @RegisterExtension
    private static final FlagExtension<String> POWERSHELL = FlagExtension.systemProperty(HostTransport.POWERSHELL);

    private static final int STEPS = 500;

    @Test
    void measure(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        JenkinsLab lab = JenkinsLab.create(jenkins, folder);
        Path silent = Files.writeString(folder.resolve("silent"), "#!/bin/sh\nexec sleep 600\n");
        if (!silent.toFile().setExecutable(true)) {
            throw new IllegalStateException(silent + " cannot be made executable");
        }
        System.setProperty(HostTransport.POWERSHELL, silent.toString());
        String options = "-Xss256k";
        DumbSlave agent = jenkins.createSlave("hyperv", "hyperv", new EnvVars("JAVA_TOOL_OPTIONS", options));
        jenkins.waitOnline(agent);

        WorkflowRun first = sleep(jenkins, lab.job("first", branches("sleep 3600")));
        long warm = heap();
        WorkflowRun second = sleep(jenkins, lab.job("second", branches("sleep 3600")));
        long slept = heap();
        WorkflowRun waiting = lab.job(
                        "waiting", branches("hypervNestedEnable host: 'lab-host', vm: \"vm-${n}\", timeout: 20"))
                .scheduleBuild2(0)
                .waitForStart();
        await(() -> Journal.get().openEntries().stream()
                        .filter(WaitingStepsBenchmark::isSent)
                        .count()
                == STEPS);
        int ours = threads();
        long waited = heap();
        System.out.printf(
                "%d waiting steps: %d threads of ours on the controller; a branch that sleeps costs %d bytes of heap, one with a"
                        + " waiting step %d: the step %d%n",
                STEPS,
                ours,
                (slept - warm) / STEPS,
                (waited - slept) / STEPS,
                (waited - slept - (slept - warm)) / STEPS);
        for (WorkflowRun run : List.of(waiting, first, second)) {
            run.getExecutor().interrupt();
            jenkins.waitForCompletion(run);
        }
    }

    private static WorkflowRun sleep(JenkinsRule jenkins, WorkflowJob job) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("branch " + (STEPS - 1) + " waits", run);
        return run;
    }

    private static boolean isSent(JournalEntry entry) {
        return Objects.nonNull(entry.getAgentName());
    }

    private static String branches(String step) {
        return "def all = [:]\nfor (int i = 0; i < " + STEPS
                + "; i++) { def n = i; all[\"b${n}\"] = { echo \"branch ${n} waits\"; " + step + " } }\nparallel all";
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch fulfilled = new CountDownLatch(1);
        Journal.get().addListener(() -> {
            if (condition.getAsBoolean()) {
                fulfilled.countDown();
            }
        });
        if (!condition.getAsBoolean() && !fulfilled.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the steps did not begin to wait");
        }
    }

    private static int threads() {
        int ours = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ours += thread.getName().startsWith("Hyper-V") ? 1 : 0;
        }
        return ours;
    }

    /** {@return bytes in use after several collections} */
    private static long heap() {
        for (int i = 0; i < 5; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
