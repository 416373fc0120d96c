package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.stream.Collectors;

/** What the log says at the end of a step of a VM that is as wanted. */
final class ResultText {

    private final StepArguments arguments;

    ResultText(StepArguments arguments) {
        this.arguments = arguments;
    }

    String ending(VmResult vm) {
        if (arguments.isDryRun()) {
            String plan = String.join("; ", vm.plan());
            return plan.isEmpty() ? Messages.StepResult_nothingPlanned() : Messages.StepResult_planned(plan);
        }
        if (arguments.kind() == Request.Kind.CHECK) {
            return Messages.StepResult_read(
                    vm.after() == null ? "?" : vm.after().state(), nesting(vm.after()));
        }
        return change(vm) + ' ' + after();
    }

    private String after() {
        if (arguments.isInBlock()) {
            return Messages.StepResult_givenBackAtBlockEnd();
        }
        return arguments.isRollback() ? Messages.StepResult_givenBack() : Messages.StepResult_kept();
    }

    private String change(VmResult vm) {
        return switch (arguments.kind()) {
            case SPOOF -> {
                String adapters = spoofing(vm.after());
                yield vm.changed()
                        ? Messages.StepResult_spoofed(adapters)
                        : Messages.StepResult_spoofedAlready(adapters);
            }
            case NAT -> vm.changed() ? Messages.StepResult_nat(network()) : Messages.StepResult_natAlready(network());
            case INSTALL -> vm.changed() ? Messages.StepResult_installed() : Messages.StepResult_installedAlready();
            default ->
                vm.changed()
                        ? Messages.StepResult_changed(nesting(vm.before()), nesting(vm.after()))
                        : Messages.StepResult_unchanged(nesting(vm.after()));
        };
    }

    private String network() {
        Nat nat = arguments.nat();
        String guests = nat.guests().stream()
                .map(guest -> ", " + guest.vm() + ' ' + guest.address())
                .collect(Collectors.joining());
        return "'" + nat.natName() + "' " + nat.prefix() + ", '" + nat.switchName() + "' " + nat.gateway() + guests;
    }

    private static String spoofing(Snapshot snapshot) {
        if (snapshot == null) {
            return "?";
        }
        return snapshot.spoofing().entrySet().stream()
                .map(adapter -> "'" + adapter.getKey() + "' " + (adapter.getValue() ? "on" : "off"))
                .collect(Collectors.joining(", "));
    }

    private static String nesting(Snapshot snapshot) {
        return snapshot == null ? "?" : snapshot.nesting() ? "on" : "off";
    }
}
