package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A step's arguments, checked, in the form that survives a restart in the program's own file. */
final class StepArguments implements Serializable {

    private static final long serialVersionUID = 2;

    private final Request.Kind kind;
    private final String host;
    private final ArrayList<String> vms;
    private final boolean single;
    private final boolean failFast;
    /** A record may be serialised, only XStream cannot read one. */
    private final Options options;
    /** Whether it is given back at the end of a block. */
    private boolean inBlock;

    private StepArguments(NestedStep step, Request.Kind kind, List<String> vms, boolean single, Options options) {
        this.kind = kind;
        this.host = StepChecks.required(step.getHost());
        this.vms = new ArrayList<>(vms);
        this.single = single;
        this.failFast = step.isFailFast();
        this.options = options.withTimeout(Duration.ofMillis(StepChecks.timeout(step.getTimeout(), step.getUnit())));
    }

    /** Of a step that is about one VM or several. */
    static StepArguments ofVms(NestedStep step, SeveralVms several, Request.Kind kind, Options options) {
        List<String> vms = StepChecks.vms(step.getVm(), several.getVms());
        return new StepArguments(
                step, kind, vms, step.getVm() != null, withGuestBuild(options, several.getGuestBuild()));
    }

    /** Of a step that is about what is inside one VM, or about the machine itself where it names none. */
    static StepArguments ofInside(ChangeStep step, Inside inside) {
        String vm = step.getVm() == null ? "" : StepChecks.vm(step.getVm());
        return new StepArguments(
                step, step.kind(), List.of(vm), true, step.options().withInside(inside));
    }

    private static Options withGuestBuild(Options options, int guestBuild) {
        return new Options(
                options.restart(),
                options.start(),
                options.waitFor(),
                options.timeout(),
                options.whenHeld(),
                options.dryRun(),
                options.spoofing(),
                options.inside(),
                options.restorePower(),
                options.rollback(),
                StepChecks.guestBuild(guestBuild));
    }

    Request.Kind kind() {
        return kind;
    }

    String host() {
        return host;
    }

    /** {@return the VMs as they were named; one empty name where the machine itself is meant} */
    List<String> vms() {
        return vms;
    }

    /** Whether the step is about one VM, named by {@code vm}, or about the machine itself. */
    boolean isSingle() {
        return single;
    }

    boolean isFailFast() {
        return failFast;
    }

    boolean isDryRun() {
        return options.dryRun();
    }

    boolean isRollback() {
        return options.rollback();
    }

    /** {@return the same, given back at the end of a block} */
    StepArguments inBlock() {
        inBlock = true;
        return this;
    }

    boolean isInBlock() {
        return inBlock;
    }

    /** Whether it may change something, so that the journal has to know. */
    boolean isRecorded() {
        return kind != Request.Kind.CHECK && !isDryRun();
    }

    /** {@return what it wants, as the journal writes it; see {@link io.jenkins.plugins.hypervnested.journal.Intent#wanted}} */
    String wanted() {
        return switch (kind) {
            case SPOOF -> options.spoofing().on() ? "spoofing on" : "spoofing off";
            case DISABLE -> "off";
            case NAT -> "nat " + nat().switchName() + ' ' + nat().prefix();
            case INSTALL -> "role";
            default -> "on";
        };
    }

    /** {@return the network that is wanted; null where none is} */
    Nat nat() {
        return options.inside() == null ? null : options.inside().nat();
    }

    /** {@return the VMs of the host that it names: those that it is about, or those in a network of the host itself} */
    List<String> vmsOfHost() {
        return isAboutMachine() ? nat().guests().stream().map(Nat.Guest::vm).toList() : vms;
    }

    /** Whether the machine itself is meant, and no VM of it. */
    boolean isAboutMachine() {
        return vms.contains("");
    }

    /** {@return the guest credentials that it names, each once} */
    List<String> logins() {
        Inside inside = options.inside();
        if (inside == null) {
            return List.of();
        }
        Stream<String> guests = inside.nat() == null
                ? Stream.of()
                : inside.nat().guests().stream().map(Nat.Guest::login);
        return Stream.concat(Stream.of(inside.login()), guests)
                .filter(login -> !login.isEmpty())
                .distinct()
                .toList();
    }

    Duration timeout() {
        return options.timeout();
    }

    Options options() {
        return options;
    }
}
