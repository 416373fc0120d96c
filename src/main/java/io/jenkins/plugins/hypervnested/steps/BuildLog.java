package io.jenkins.plugins.hypervnested.steps;

import hudson.model.TaskListener;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Writes lines of ours into a build's log. */
final class BuildLog {

    private static final Logger LOGGER = Logger.getLogger(BuildLog.class.getName());

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private BuildLog() {}

    /** {@return the line} @param vm name of the VM; empty when the line is about no VM, or several */
    static String line(String vm, String text) {
        return "[Hyper-V] " + (vm.isEmpty() ? "" : oneLine(vm) + ": ") + oneLine(text);
    }

    /** {@return the text without line breaks} Names of VMs are what somebody typed or a machine says: they are not to forge a line. */
    static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** @param vm name of the VM; empty when the line is about no VM, or several */
    static void say(StepContext context, String vm, String text) {
        try {
            TaskListener listener = context.get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println(line(vm, text));
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "the build log does not take: " + text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
