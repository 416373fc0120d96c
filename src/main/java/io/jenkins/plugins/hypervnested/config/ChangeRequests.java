package io.jenkins.plugins.hypervnested.config;

import hudson.EnvVars;
import hudson.model.EnvironmentContributor;
import hudson.model.Job;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells jobs of change requests (pull requests of a multibranch project) from others. */
final class ChangeRequests {

    private static final Logger LOGGER = Logger.getLogger(ChangeRequests.class.getName());

    private ChangeRequests() {}

    /**
     * Whether the job is one of a change request. The Branch API plugin gives every such job the variable {@code CHANGE_ID}; asking for
     * that needs no dependency on it. Each contributor is asked alone, so that none can take the variable away, and one that fails
     * counts as yes.
     */
    static boolean isOne(Job<?, ?> job) {
        for (EnvironmentContributor contributor : EnvironmentContributor.all()) {
            EnvVars variables = new EnvVars();
            try {
                contributor.buildEnvironmentFor(job, variables, TaskListener.NULL);
            } catch (IOException | RuntimeException e) {
                LOGGER.log(
                        Level.WARNING, e, () -> "Cannot tell whether " + job.getFullName() + " is of a change request");
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            if (variables.containsKey("CHANGE_ID")) {
                return true;
            }
        }
        return false;
    }
}
