package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import io.jenkins.plugins.hypervnested.journal.Recovery;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Jenkins comes up and goes down. */
@Restricted(NoExternalUse.class)
public final class StartAndStop {

    private StartAndStop() {}

    @Initializer(after = InitMilestone.COMPLETED)
    public static void started() {
        Recovery.get().started();
    }

    @Terminator
    public static void stopping() {
        Recovery.get().stopping();
    }
}
