package io.jenkins.plugins.hypervnested.steps;

import hudson.model.TaskListener;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Writes lines of ours into a build's log. */
final class BuildLog {

    private static final Logger LOGGER = Logger.getLogger(BuildLog.class.getName());

    private BuildLog() {}

    /** @param vm name of the VM; empty when the line is about no VM, or several */
    static void say(StepContext context, String vm, String text) {
        try {
            TaskListener listener = context.get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println("[Hyper-V] " + (vm.isEmpty() ? "" : vm + ": ") + text);
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "the build log does not take: " + text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
