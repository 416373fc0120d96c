package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A block that holds machines: takes them before its body, and gives them back after it, however that ends. What is wanted of one
 * machine stands in the step itself, of several in a list.
 */
public final class WithHypervNestedStep extends Step implements BlockBounds {

    private final NestedMachine own = new NestedMachine("");
    private List<NestedMachine> machines = List.of();
    private int timeout;
    private TimeUnit unit = TimeUnit.MINUTES;
    private RollbackFailure onRollbackFailure = RollbackFailure.FAIL;
    private int rollbackTimeout = DEFAULT_ROLLBACK_MINUTES;

    @DataBoundConstructor
    public WithHypervNestedStep() {}

    /** {@return the machines, where there is a list; else empty} */
    public List<NestedMachine> getMachines() {
        return Collections.unmodifiableList(machines);
    }

    @DataBoundSetter
    public void setMachines(List<NestedMachine> machines) {
        this.machines = machines == null ? List.of() : new ArrayList<>(machines);
    }

    /** {@return host of the one machine; null where there is a list} See {@link NestedMachine} for this and what follows. */
    @CheckForNull
    public String getHost() {
        return own.getHost().isEmpty() ? null : own.getHost();
    }

    @DataBoundSetter
    public void setHost(String host) {
        own.setHost(host);
    }

    @CheckForNull
    public String getVm() {
        return own.getVm();
    }

    @DataBoundSetter
    public void setVm(String vm) {
        own.setVm(vm);
    }

    @CheckForNull
    public List<String> getVms() {
        return own.getVms();
    }

    @DataBoundSetter
    public void setVms(List<String> vms) {
        own.setVms(vms);
    }

    public boolean isMacSpoofing() {
        return own.isMacSpoofing();
    }

    @DataBoundSetter
    public void setMacSpoofing(boolean macSpoofing) {
        own.setMacSpoofing(macSpoofing);
    }

    public Options.Restart getRestart() {
        return own.getRestart();
    }

    @DataBoundSetter
    public void setRestart(Options.Restart restart) {
        own.setRestart(restart);
    }

    public boolean isStart() {
        return own.isStart();
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        own.setStart(start);
    }

    public Options.WaitFor getWaitFor() {
        return own.getWaitFor();
    }

    @DataBoundSetter
    public void setWaitFor(Options.WaitFor waitFor) {
        own.setWaitFor(waitFor);
    }

    public Options.WhenHeld getWhenHeld() {
        return own.getWhenHeld();
    }

    @DataBoundSetter
    public void setWhenHeld(Options.WhenHeld whenHeld) {
        own.setWhenHeld(whenHeld);
    }

    public boolean isRestorePower() {
        return own.isRestorePower();
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        own.setRestorePower(restorePower);
    }

    public int getGuestBuild() {
        return own.getGuestBuild();
    }

    @DataBoundSetter
    public void setGuestBuild(int guestBuild) {
        own.setGuestBuild(guestBuild);
    }

    @CheckForNull
    public String getGuestCredentialsId() {
        return own.getGuestCredentialsId();
    }

    @DataBoundSetter
    public void setGuestCredentialsId(String guestCredentialsId) {
        own.setGuestCredentialsId(guestCredentialsId);
    }

    public boolean isInstall() {
        return own.isInstall();
    }

    @DataBoundSetter
    public void setInstall(boolean install) {
        own.setInstall(install);
    }

    @CheckForNull
    public NestedNat getNat() {
        return own.getNat();
    }

    @DataBoundSetter
    public void setNat(NestedNat nat) {
        own.setNat(nat);
    }

    @Override
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    @Override
    public TimeUnit getUnit() {
        return unit;
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public RollbackFailure getOnRollbackFailure() {
        return onRollbackFailure;
    }

    @DataBoundSetter
    public void setOnRollbackFailure(RollbackFailure onRollbackFailure) {
        this.onRollbackFailure = onRollbackFailure;
    }

    @Override
    public int getRollbackTimeout() {
        return rollbackTimeout;
    }

    @DataBoundSetter
    public void setRollbackTimeout(int rollbackTimeout) {
        this.rollbackTimeout = rollbackTimeout;
    }

    /** {@return what is wanted, wherever it stands} */
    List<NestedMachine> all() {
        if (machines.isEmpty()) {
            return List.of(own);
        }
        if (!own.isBlank()) {
            throw new IllegalArgumentException(Messages.WithHypervNestedStep_twoWays());
        }
        return machines;
    }

    /** Takes what is wanted of one machine out of the list, where it reads better. */
    void simplify() {
        if (machines.size() == 1 && own.isBlank()) {
            NestedMachine only = machines.get(0);
            machines = List.of();
            setHost(only.getHost());
            setVm(only.getVm());
            setVms(only.getVms());
            setMacSpoofing(only.isMacSpoofing());
            setRestart(only.getRestart());
            setStart(only.isStart());
            setWaitFor(only.getWaitFor());
            setWhenHeld(only.getWhenHeld());
            setRestorePower(only.isRestorePower());
            setGuestBuild(only.getGuestBuild());
            setGuestCredentialsId(only.getGuestCredentialsId());
            setInstall(only.isInstall());
            setNat(only.getNat());
        }
    }

    @Override
    public StepExecution start(StepContext context) {
        return new WithNestedExecution(context, Block.of(all(), this));
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends WithHypervNestedForm {}
}
