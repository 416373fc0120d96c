package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A step's arguments, checked, in the form that survives a restart in the program's own file. A class of plain fields. */
final class StepArguments implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int MOST_VMS = 256;
    private static final int MOST_ADAPTERS = 64;
    private static final Duration LONGEST = Duration.ofDays(2);

    private final Request.Kind kind;
    private final String host;
    private final ArrayList<String> vms;
    private final boolean single;
    private final long timeoutMillis;
    private final int guestBuild;
    private final boolean failFast;
    private Options.Restart restart = Options.Restart.GRACEFUL;
    private boolean start;
    private Options.WaitFor waitFor = Options.WaitFor.HEARTBEAT;
    private Options.WhenHeld whenHeld = Options.WhenHeld.WAIT;
    private boolean rollback = true;
    private boolean restorePower = true;
    private boolean dryRun;
    /** What is wanted of MAC address spoofing; null when nothing. A record may be serialised, only XStream cannot read one. */
    private Options.Spoofing spoofing;

    private StepArguments(Request.Kind kind, NestedStep step) {
        this.kind = kind;
        this.host = required(step.getHost());
        this.vms = new ArrayList<>(vms(step.getVm(), step.getVms()));
        this.single = step.getVm() != null;
        this.timeoutMillis = timeout(step.getTimeout(), step.getUnit());
        this.guestBuild = step.getGuestBuild();
        this.failFast = step.isFailFast();
        if (guestBuild < 0) {
            throw new IllegalArgumentException(Messages.StepArguments_guestBuild());
        }
    }

    static StepArguments of(HypervNestedCheckStep step) {
        return new StepArguments(Request.Kind.CHECK, step);
    }

    static StepArguments of(ChangeStep step) {
        StepArguments arguments = new StepArguments(step.kind(), step);
        arguments.restart = chosen(step.getRestart(), "restart");
        arguments.start = step.isStart();
        arguments.waitFor = chosen(step.getWaitFor(), "waitFor");
        arguments.whenHeld = chosen(step.getWhenHeld(), "whenHeld");
        arguments.rollback = step.isRollback();
        arguments.restorePower = step.isRestorePower();
        arguments.dryRun = step.isDryRun();
        arguments.spoofing = step.spoofing();
        return arguments;
    }

    private static String required(String host) {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(Messages.StepArguments_noHost());
        }
        return host;
    }

    private static <T> T chosen(T value, String parameter) {
        if (value == null) {
            throw new IllegalArgumentException(Messages.StepArguments_noChoice(parameter));
        }
        return value;
    }

    /** {@return the VMs that a step names} */
    static List<String> vms(String vm, List<String> vms) {
        if ((vm == null) == (vms == null)) {
            throw new IllegalArgumentException(Messages.StepArguments_oneOfVmAndVms());
        }
        List<String> all = vm == null ? vms : List.of(vm);
        if (all.size() > MOST_VMS) {
            throw new IllegalArgumentException(Messages.StepArguments_tooMany(MOST_VMS));
        }
        Set<VmRef> seen = new HashSet<>();
        for (String name : all) {
            if (!seen.add(reference(name))) {
                throw new IllegalArgumentException(Messages.StepArguments_twice(name));
            }
        }
        return all;
    }

    /** {@return the adapters that a step names, checked} */
    static List<String> adapters(List<String> names) {
        if (names.size() > MOST_ADAPTERS) {
            throw new IllegalArgumentException(Messages.StepArguments_tooManyAdapters(MOST_ADAPTERS));
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name == null || name.isEmpty()) {
                throw new IllegalArgumentException(Messages.StepArguments_emptyAdapter());
            }
            try {
                VmRef.name(name);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(Messages.StepArguments_noAdapter(e.getMessage()), e);
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(Messages.StepArguments_adapterTwice(name));
            }
        }
        return names;
    }

    private static VmRef reference(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(Messages.StepArguments_emptyName());
        }
        try {
            return VmRef.parse(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.StepArguments_noName(e.getMessage()), e);
        }
    }

    static long timeout(int timeout, TimeUnit unit) {
        long millis = unit == null ? 0 : unit.toMillis(timeout);
        if (millis <= 0 || millis > LONGEST.toMillis()) {
            throw new IllegalArgumentException(Messages.StepArguments_timeout(LONGEST.toHours()));
        }
        return millis;
    }

    Request.Kind kind() {
        return kind;
    }

    String host() {
        return host;
    }

    List<String> vms() {
        return vms;
    }

    /** Whether the step names one VM by {@code vm}. */
    boolean isSingle() {
        return single;
    }

    boolean isFailFast() {
        return failFast;
    }

    boolean isDryRun() {
        return dryRun;
    }

    boolean isRollback() {
        return rollback;
    }

    /** Whether it may change something, so that the journal has to know. */
    boolean isRecorded() {
        return kind != Request.Kind.CHECK && !dryRun;
    }

    /** {@return what it wants of nesting, or of spoofing where it wants nothing of nesting, as the journal writes it} */
    String wanted() {
        if (kind == Request.Kind.SPOOF) {
            return spoofing.on() ? "spoofing on" : "spoofing off";
        }
        return kind == Request.Kind.DISABLE ? "off" : "on";
    }

    Duration timeout() {
        return Duration.ofMillis(timeoutMillis);
    }

    Options options() {
        return new Options(
                restart,
                start,
                waitFor,
                timeout(),
                whenHeld,
                dryRun,
                spoofing,
                null,
                restorePower,
                rollback,
                guestBuild);
    }
}
