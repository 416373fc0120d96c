package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.NatRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a step's arguments have to be, checked before anything is sent; also by the form. Each says why not in the author's language. */
final class StepChecks {

    private static final int MOST_VMS = 256;
    private static final int MOST_ADAPTERS = 64;
    private static final Duration LONGEST = Duration.ofDays(2);

    private StepChecks() {}

    /** {@return what was typed without blanks around it; null when that is nothing} */
    @CheckForNull
    static String textOrNull(@CheckForNull String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    static String required(String host) {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(Messages.StepArguments_noHost());
        }
        return host;
    }

    static <T> T chosen(T value, String parameter) {
        if (value == null) {
            throw new IllegalArgumentException(Messages.StepArguments_noChoice(parameter));
        }
        return value;
    }

    /** {@return the list, in which nothing is null} */
    static <T> List<T> whole(List<T> list, String parameter) {
        if (list.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(Messages.StepArguments_nullIn(parameter));
        }
        return list;
    }

    /** {@return the VM that a step needs to name} */
    static String vm(@CheckForNull String vm) {
        if (vm == null || vm.isEmpty()) {
            throw new IllegalArgumentException(Messages.StepArguments_noVm());
        }
        reference(vm);
        return vm;
    }

    /** {@return the VM of a host that is to be given back; null for all} */
    @CheckForNull
    static String released(@CheckForNull String host, @CheckForNull String vm) {
        if (vm == null || vm.isEmpty()) {
            return null;
        }
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(Messages.StepArguments_hostOfVm());
        }
        reference(vm);
        return vm;
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

    /** {@return guest credentials that a step needs, for what is to be done inside that VM} */
    static String credentials(@CheckForNull String id, String vm) {
        if (id == null) {
            throw new IllegalArgumentException(Messages.StepArguments_noCredentials(vm));
        }
        return id;
    }

    /** {@return a network, checked} */
    static Nat nat(Supplier<Nat> made) {
        try {
            Nat nat = made.get();
            NatRules.check(nat);
            return nat;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.StepArguments_nat(e.getMessage()), e);
        }
    }

    static int guestBuild(int build) {
        if (build < 0) {
            throw new IllegalArgumentException(Messages.StepArguments_guestBuild());
        }
        return build;
    }
}
