package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes VMs themselves: their processors, their adapters. */
public abstract class VmChangeStep extends ChangeStep implements SeveralVms {

    private List<String> vms;
    private Options.Restart restart = Options.Restart.GRACEFUL;
    private Options.WaitFor waitFor = Options.WaitFor.HEARTBEAT;
    private boolean restorePower = true;
    private int guestBuild;

    VmChangeStep(String host) {
        super(host);
    }

    @Override
    public List<String> getVms() {
        return vms == null ? null : Collections.unmodifiableList(vms);
    }

    @Override
    @DataBoundSetter
    public void setVms(List<String> vms) {
        this.vms = vms == null || vms.isEmpty() ? null : new ArrayList<>(vms);
    }

    /** {@return what may be done to a VM that runs} */
    public Options.Restart getRestart() {
        return restart;
    }

    @DataBoundSetter
    public void setRestart(Options.Restart restart) {
        this.restart = restart;
    }

    /** {@return what a started VM must show} */
    public Options.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(Options.WaitFor waitFor) {
        this.waitFor = waitFor;
    }

    /** {@return whether giving it back also starts a VM that ran before} */
    public boolean isRestorePower() {
        return restorePower;
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        this.restorePower = restorePower;
    }

    @Override
    public int getGuestBuild() {
        return guestBuild;
    }

    @DataBoundSetter
    public void setGuestBuild(int guestBuild) {
        this.guestBuild = guestBuild;
    }

    /** {@return what it wants of MAC address spoofing; null when nothing} */
    @CheckForNull
    abstract Options.Spoofing spoofing();

    @Override
    final Options options() {
        return super.options()
                .withRestart(StepChecks.chosen(restart, "restart"))
                .withWaitFor(StepChecks.chosen(waitFor, "waitFor"))
                .withRestorePower(restorePower)
                .withSpoofing(spoofing());
    }

    @Override
    final StepArguments arguments() {
        return StepArguments.ofVms(this, this, kind(), options());
    }
}
