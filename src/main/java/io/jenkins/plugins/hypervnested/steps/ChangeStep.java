package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes VMs, and whose change is given back when the run ends. */
public abstract class ChangeStep extends NestedStep {

    private Options.Restart restart = Options.Restart.GRACEFUL;
    private boolean start;
    private Options.WaitFor waitFor = Options.WaitFor.HEARTBEAT;
    private Options.WhenHeld whenHeld = Options.WhenHeld.WAIT;
    private boolean rollback = true;
    private boolean restorePower = true;
    private boolean dryRun;

    ChangeStep(String host) {
        super(host);
    }

    /** {@return what may be done to a VM that runs} */
    public Options.Restart getRestart() {
        return restart;
    }

    @DataBoundSetter
    public void setRestart(Options.Restart restart) {
        this.restart = restart;
    }

    /** {@return whether a VM that was off is started} */
    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    /** {@return what a started VM must show} */
    public Options.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(Options.WaitFor waitFor) {
        this.waitFor = waitFor;
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

    /** {@return whether giving it back also starts a VM that ran before} */
    public boolean isRestorePower() {
        return restorePower;
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        this.restorePower = restorePower;
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

    /** {@return what it wants of MAC address spoofing; null when nothing} */
    @CheckForNull
    abstract Options.Spoofing spoofing();

    @Override
    final StepArguments arguments() {
        return StepArguments.of(this);
    }
}
