package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.hypervnested.journal.Recovery;
import java.util.logging.Level;

/** Finds every minute what every other trigger missed, and what is due again. */
@Extension
public final class Sweep extends AsyncPeriodicWork {

    /** Its log is a file of that name, on a controller of any system. */
    static final String NAME = "Hyper-V nested virtualization, give back what is owed";

    public Sweep() {
        super(NAME);
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    public long getInitialDelay() {
        return MIN;
    }

    @Override
    protected void execute(TaskListener listener) {
        Recovery.get().sweep();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }
}
