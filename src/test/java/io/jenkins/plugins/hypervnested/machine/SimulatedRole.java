package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;

/**
 * The Hyper-V role of a {@link SimulatedHost}. Where nothing is said, it is installed and runs.
 *
 * <p>Installing works for {@link #installMillis(long)}; then Windows waits for a restart. After it Windows works on for a while and
 * restarts by itself once more, unless {@link #oneRestart()} says otherwise.
 */
public final class SimulatedRole implements Serializable {

    private static final long serialVersionUID = 1;
    static final long NEVER = Long.MAX_VALUE;

    /** What Windows works on. */
    private enum Work {
        NOTHING,
        INSTALLING,
        REMOVING,
        /** After the restart that it waited for. */
        CONFIGURING
    }

    private String edition = "ServerStandard";
    private RoleState.Feature feature = RoleState.Feature.INSTALLED;
    private boolean tools = true;
    private boolean restartPending;
    private boolean service = true;
    private boolean hypervisor = true;
    private RoleState.LaunchProblem launchProblem = RoleState.LaunchProblem.NONE;
    private RoleState.LaunchProblem scenesLaunchProblem = RoleState.LaunchProblem.NONE;
    private boolean prerequisiteFails;
    private boolean secondRestart = true;
    private boolean configured;
    private long installMillis = 60_000;
    private long configureMillis = 40_000;

    private Work work = Work.NOTHING;
    private long workEnds = NEVER;
    private boolean failed;
    private long worker;

    // ---- scenes

    /** The role is not installed. */
    public SimulatedRole absent() {
        return is(RoleState.Feature.ABSENT);
    }

    public SimulatedRole installed() {
        return is(RoleState.Feature.INSTALLED);
    }

    /** A Home edition: there is no such feature. */
    public SimulatedRole home() {
        edition = "Core";
        return is(RoleState.Feature.UNAVAILABLE);
    }

    public SimulatedRole edition(String id) {
        edition = id;
        return this;
    }

    /** The management tools are not there, though the role is. */
    public SimulatedRole withoutTools() {
        tools = false;
        return this;
    }

    /** Windows waits for a restart, whatever for. */
    public SimulatedRole restartPending() {
        restartPending = true;
        return this;
    }

    /** The Virtual Machine Management service does not run. */
    public SimulatedRole serviceStopped() {
        service = false;
        return this;
    }

    /** The hypervisor is not launched, now and after each start, for that reason. */
    public SimulatedRole neverLaunches(RoleState.LaunchProblem why) {
        scenesLaunchProblem = why;
        launchProblem = why;
        hypervisor = false;
        return this;
    }

    /** Installing fails: a prerequisite check says no. */
    public SimulatedRole prerequisiteFails(boolean fails) {
        prerequisiteFails = fails;
        return this;
    }

    /** Windows does not restart by itself a second time. */
    public SimulatedRole oneRestart() {
        secondRestart = false;
        return this;
    }

    /** How long installing or removing works until Windows waits for a restart. */
    public SimulatedRole installMillis(long millis) {
        installMillis = millis;
        return this;
    }

    /** How long Windows works on after the restart. */
    public SimulatedRole configureMillis(long millis) {
        configureMillis = millis;
        return this;
    }

    /** {@return how it is now} */
    public RoleState.Feature feature() {
        return feature;
    }

    private SimulatedRole is(RoleState.Feature now) {
        feature = now;
        boolean there = now == RoleState.Feature.INSTALLED;
        tools = there;
        service = there;
        hypervisor = there;
        return this;
    }

    // ---- what the platform does

    boolean isInstalled() {
        return feature == RoleState.Feature.INSTALLED;
    }

    boolean hasTools() {
        return tools;
    }

    boolean isLaunched() {
        return hypervisor;
    }

    boolean isServed() {
        return service || !isInstalled();
    }

    boolean isLaunchOff() {
        return scenesLaunchProblem != RoleState.LaunchProblem.NONE;
    }

    boolean prerequisiteFails() {
        return prerequisiteFails;
    }

    long installMillis() {
        return installMillis;
    }

    long configureMillis() {
        return configureMillis;
    }

    boolean needsSecondRestart() {
        return secondRestart;
    }

    boolean isWorking() {
        return work != Work.NOTHING;
    }

    void install(SimulatedHost host, long process) {
        begin(Work.INSTALLING, host, process);
    }

    void remove(SimulatedHost host, long process) {
        begin(Work.REMOVING, host, process);
    }

    private void begin(Work what, SimulatedHost host, long process) {
        work = what;
        workEnds = host.millis() + installMillis;
        failed = false;
        worker = process;
    }

    long nextEvent() {
        return workEnds;
    }

    void settle(SimulatedHost host) {
        if (workEnds > host.millis()) {
            return;
        }
        Work done = work;
        work = Work.NOTHING;
        workEnds = NEVER;
        switch (done) {
            case INSTALLING -> installEnds();
            case REMOVING -> {
                if (feature == RoleState.Feature.INSTALLED || feature == RoleState.Feature.INSTALLING) {
                    feature = RoleState.Feature.REMOVING;
                    restartPending = true;
                }
            }
            case CONFIGURING -> configuringEnds(host);
            case NOTHING -> throw new IllegalStateException("nothing ends");
        }
    }

    private void installEnds() {
        boolean possible = feature != RoleState.Feature.UNAVAILABLE && !prerequisiteFails;
        if (!possible) {
            failed = true;
        } else if (feature != RoleState.Feature.INSTALLED) {
            feature = RoleState.Feature.INSTALLING;
            tools = true;
            restartPending = true;
        } else {
            tools = true;
        }
    }

    private void configuringEnds(SimulatedHost host) {
        configured = true;
        if (feature == RoleState.Feature.INSTALLING && secondRestart) {
            host.reboot();
        } else {
            complete(host);
        }
    }

    private void complete(SimulatedHost host) {
        configured = false;
        restartPending = false;
        is(feature == RoleState.Feature.INSTALLING ? RoleState.Feature.INSTALLED : RoleState.Feature.ABSENT);
        launch(host);
    }

    /** The machine starts: what waited for that goes on. What was under way is undone. */
    void machineStarted(SimulatedHost host) {
        work = Work.NOTHING;
        workEnds = NEVER;
        failed = false;
        boolean waits = feature == RoleState.Feature.INSTALLING || feature == RoleState.Feature.REMOVING;
        if (waits && configured) {
            complete(host);
        } else if (waits) {
            work = Work.CONFIGURING;
            workEnds = host.millis() + configureMillis;
            service = false;
            hypervisor = false;
        } else {
            restartPending = false;
            launch(host);
        }
    }

    /** The VM in which the machine is stands where its scene put it. */
    void placed(SimulatedHost host) {
        launch(host);
    }

    private void launch(SimulatedHost host) {
        boolean extensions = host.within == null || host.within.nesting;
        launchProblem = !isInstalled()
                ? RoleState.LaunchProblem.NONE
                : extensions ? scenesLaunchProblem : RoleState.LaunchProblem.NO_EXTENSIONS;
        hypervisor = isInstalled() && launchProblem == RoleState.LaunchProblem.NONE;
    }

    /** {@return what that process can see of it} */
    RoleState seen(SimulatedHost host, long process) {
        boolean mine = failed && worker == process;
        return new RoleState(
                host.server,
                host.server || !edition.equals("ServerStandard") ? edition : "Professional",
                feature,
                tools,
                restartPending,
                isWorking(),
                service,
                hypervisor,
                restartPending ? RoleState.LaunchProblem.NONE : launchProblem,
                mine ? new SimulatedFailures(host).prerequisite() : null);
    }
}
