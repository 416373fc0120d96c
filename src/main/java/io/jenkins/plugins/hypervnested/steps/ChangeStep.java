package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes something, and whose change is given back when the run ends. */
public abstract class ChangeStep extends NestedStep {

    private boolean start;
    private Options.WhenHeld whenHeld = Options.WhenHeld.WAIT;
    private boolean rollback = true;
    private boolean dryRun;

    ChangeStep(String host) {
        super(host);
    }

    /** {@return whether a VM that was off is started} */
    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    /** {@return what to do while another run stands in the way} */
    public Options.WhenHeld getWhenHeld() {
        return whenHeld;
    }

    @DataBoundSetter
    public void setWhenHeld(Options.WhenHeld whenHeld) {
        this.whenHeld = whenHeld;
    }

    /** {@return whether the change is given back when the run ends} */
    public boolean isRollback() {
        return rollback;
    }

    @DataBoundSetter
    public void setRollback(boolean rollback) {
        this.rollback = rollback;
    }

    /** {@return whether only the plan is wanted} */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    abstract Request.Kind kind();

    /**
     * {@return what all changing steps have to say, with the defaults of what only some can be told}
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    Options options() {
        return Options.defaults()
                .withStart(start)
                .withWhenHeld(StepChecks.chosen(whenHeld, "whenHeld"))
                .withRollback(rollback)
                .withDryRun(dryRun);
    }
}
