package io.jenkins.plugins.hypervnested.jenkins;

import hudson.EnvVars;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What 500 waiting steps cost the controller: its threads, and its heap beyond that of 500 branches that sleep. Prints the figures and
 * judges nothing. Not one of the tests: {@code mvn test -Dtest=WaitingStepsBenchmark}. Needs {@code /bin/sh}.
 *
 * <p>Each step's operation runs on a real agent, whose PowerShell is a program that never says a word.
 */
@WithJenkins
class WaitingStepsBenchmark {

    private static final int STEPS = 500;

    @Test
    void measure(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        JenkinsLab lab = JenkinsLab.create(jenkins, folder);
        Path silent = Files.writeString(folder.resolve("silent"), "#!/bin/sh\nexec sleep 600\n");
        if (!silent.toFile().setExecutable(true)) {
            throw new IllegalStateException(silent + " cannot be made executable");
        }
        String options = "-Xss256k -Dio.jenkins.plugins.hypervnested.powershell=" + silent;
        DumbSlave agent = jenkins.createSlave("hyperv", "hyperv", new EnvVars("JAVA_TOOL_OPTIONS", options));
        jenkins.waitOnline(agent);

        WorkflowRun sleeping = start(lab.job("sleeping", branches("sleep 3600")), 0);
        jenkins.waitForMessage("branch " + (STEPS - 1) + " waits", sleeping);
        long before = heap();
        WorkflowRun waiting = start(
                lab.job("waiting", branches("hypervNestedEnable host: 'lab-host', vm: \"vm-${n}\", timeout: 20")), 0);
        await(() -> Journal.get().openEntries().stream()
                        .filter(WaitingStepsBenchmark::isSent)
                        .count()
                == STEPS);
        int ours = threads();
        long both = heap();
        System.out.printf(
                "%d waiting steps: %d threads of ours on the controller; heap %d KB with %d sleeping branches and an idle plugin,"
                        + " %d KB with as many waiting steps beside them: %d bytes a step, its branch included%n",
                STEPS, ours, before / 1024, STEPS, both / 1024, (both - before) / STEPS);
        waiting.getExecutor().interrupt();
        sleeping.getExecutor().interrupt();
        jenkins.waitForCompletion(waiting);
        jenkins.waitForCompletion(sleeping);
    }

    private static boolean isSent(JournalEntry entry) {
        return Objects.nonNull(entry.getAgentName());
    }

    private static String branches(String step) {
        return "def all = [:]\nfor (int i = 0; i < " + STEPS
                + "; i++) { def n = i; all[\"b${n}\"] = { echo \"branch ${n} waits\"; " + step + " } }\nparallel all";
    }

    private static WorkflowRun start(WorkflowJob job, int quietPeriod) throws Exception {
        return job.scheduleBuild2(quietPeriod).waitForStart();
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
