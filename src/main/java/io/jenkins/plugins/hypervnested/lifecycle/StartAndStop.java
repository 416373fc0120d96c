package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.Recovery;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Jenkins comes up and goes down. */
@Restricted(NoExternalUse.class)
public final class StartAndStop {

    private static final long LOOK_AGAIN_MILLIS = 500;

    private StartAndStop() {}

    /**
     * Waits until Jenkins is fully up. An initializer that stood after the last milestone would keep Jenkins from ever reaching it
     * (JENKINS-37759), so it is looked for.
     */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void starting() {
        AgentThreads.shared().schedule(StartAndStop::look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void look() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isTerminating()) {
            return;
        }
        if (jenkins.getInitLevel() == InitMilestone.COMPLETED) {
            AgentThreads.pool().execute(() -> Recovery.get().started());
        } else {
            starting();
        }
    }

    @Terminator
    public static void stopping() {
        Recovery.get().stopping();
    }
}
