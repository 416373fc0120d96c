package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/** What all steps of ours have in common: a host, a VM, and how long it may take. */
public abstract class NestedStep extends Step {

    static final int DEFAULT_TIMEOUT = 15;

    private final String host;
    private String vm;
    private int timeout = DEFAULT_TIMEOUT;
    private TimeUnit unit = TimeUnit.MINUTES;
    private boolean failFast = true;

    NestedStep(String host) {
        this.host = host;
    }

    /** {@return name or id of the configured host} */
    public String getHost() {
        return host;
    }

    /** {@return the VM, by its exact name or its id; null when none is named here} */
    @CheckForNull
    public String getVm() {
        return vm;
    }

    @DataBoundSetter
    public void setVm(String vm) {
        this.vm = vm == null || vm.isEmpty() ? null : vm;
    }

    /** {@return bound on the whole step, waiting for other runs included, in {@link #getUnit}} */
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public TimeUnit getUnit() {
        return unit;
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unit;
    }

    /** {@return whether the step fails when a VM does; false gives the result, which says so for each} */
    public boolean isFailFast() {
        return failFast;
    }

    @DataBoundSetter
    public void setFailFast(boolean failFast) {
        this.failFast = failFast;
    }

    /**
     * {@return the arguments as they are kept}
     *
     * @throws IllegalArgumentException when they make no sense, with a message for the author
     */
    @NonNull
    abstract StepArguments arguments();

    @Override
    public final StepExecution start(StepContext context) {
        return new NestedExecution(context, arguments());
    }
}
