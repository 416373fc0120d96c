package io.jenkins.plugins.hypervnested.steps;

import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.journal.Asked;
import io.jenkins.plugins.hypervnested.journal.CallResult;
import io.jenkins.plugins.hypervnested.operation.Finding;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Snapshot;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a step gives to the Pipeline: maps and lists of strings, booleans and whole numbers only, so that it survives a restart and the
 * sandbox lets everything through.
 */
final class StepResult {

    private final StepArguments arguments;
    private final CallResult result;

    StepResult(StepArguments arguments, CallResult result) {
        this.arguments = arguments;
        this.result = result;
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host", arguments.host());
        map.put("changed", result.vms().stream().anyMatch(VmResult::changed));
        map.put("verified", result.trouble() == null && result.vms().stream().allMatch(VmResult::verified));
        map.put("dryRun", arguments.isDryRun());
        map.put("plan", plan());
        map.put("findings", findings());
        map.put("vms", vms());
        if (arguments.isSingle()) {
            VmResult only = result.vms().isEmpty() ? null : result.vms().get(0);
            map.put("before", only == null ? null : snapshot(only.before()));
            map.put("after", only == null ? null : snapshot(only.after()));
        }
        if (arguments.nat() != null) {
            map.put("nat", nat(arguments.nat()));
        }
        return map;
    }

    /** {@return what went wrong, naming each VM; null when nothing did} */
    String failure() {
        String vms = result.vms().stream()
                .filter(vm -> vm.end() == VmResult.End.FAILED)
                .map(vm -> BuildLog.oneLine(vm.name()) + ": " + error(vm))
                .collect(Collectors.joining("\n"));
        String whole = trouble();
        if (whole == null) {
            return vms.isEmpty() ? null : vms;
        }
        return vms.isEmpty() ? whole : vms + "\n" + whole;
    }

    /** {@return what the log says at the end} */
    List<String> lines() {
        ResultText text = new ResultText(arguments);
        List<String> lines = new ArrayList<>();
        for (VmResult vm : result.vms()) {
            if (vm.end() != VmResult.End.DONE) {
                continue;
            }
            lines.add(vm.name() + ": " + text.ending(vm));
            vm.notes().forEach(note -> lines.add(vm.name() + ": " + note));
        }
        return lines;
    }

    private String trouble() {
        Outcome trouble = result.trouble();
        if (trouble == null) {
            return null;
        }
        return trouble.failure() == null
                ? Messages.StepResult_cancelled()
                : trouble.failure().sentence();
    }

    private static String error(VmResult vm) {
        return vm.failure() == null
                ? Messages.StepResult_failed()
                : vm.failure().sentence();
    }

    private List<Object> plan() {
        List<Object> plan = new ArrayList<>();
        for (VmResult vm : result.vms()) {
            vm.plan().forEach(line -> plan.add(arguments.isSingle() ? line : vm.name() + ": " + line));
        }
        return plan;
    }

    private List<Object> findings() {
        List<Object> findings = new ArrayList<>();
        for (Finding finding : result.findings()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", finding.id());
            map.put("severity", finding.severity().name());
            map.put("vm", finding.vm());
            map.put("seen", finding.seen());
            map.put("remedy", finding.remedy());
            findings.add(map);
        }
        return findings;
    }

    private Map<String, Object> vms() {
        Map<String, Object> vms = new LinkedHashMap<>();
        for (VmResult vm : result.vms()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", vm.id());
            map.put("changed", vm.changed());
            map.put("verified", vm.verified());
            map.put("before", snapshot(vm.before()));
            map.put("after", snapshot(vm.after()));
            map.put("error", vm.end() == VmResult.End.FAILED ? error(vm) : null);
            vms.put(isNamedOnce(vm) ? vm.name() : vm.id(), map);
        }
        String trouble = trouble();
        if (trouble != null) {
            Set<String> known = result.vms().stream().map(VmResult::asked).collect(Collectors.toSet());
            arguments.vms().stream()
                    .filter(vm -> !known.contains(Asked.of(vm).text()))
                    .forEach(vm -> vms.putIfAbsent(vm.isEmpty() ? arguments.host() : vm, missing(trouble)));
        }
        return vms;
    }

    /** Two VMs may have one name; then each is under its id. */
    private boolean isNamedOnce(VmResult vm) {
        return vm.id().isEmpty()
                || result.vms().stream()
                        .noneMatch(other -> other != vm && other.name().equals(vm.name()));
    }

    private static Map<String, Object> missing(String trouble) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", "");
        map.put("changed", false);
        map.put("verified", false);
        map.put("before", null);
        map.put("after", null);
        map.put("error", trouble);
        return map;
    }

    private Map<String, Object> snapshot(Snapshot snapshot) {
        if (snapshot == null) {
            return null;
        }
        if (arguments.options().inside() != null) {
            return new LinkedHashMap<>(snapshot.inside());
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("state", snapshot.state());
        map.put("nesting", snapshot.nesting());
        map.put("heartbeat", String.valueOf(snapshot.heartbeat()));
        map.put("version", snapshot.version());
        map.put("macSpoofing", new LinkedHashMap<>(snapshot.spoofing()));
        return map;
    }

    /** {@return what was asked for, with what was not named, for a Pipeline to go on with} */
    private static Map<String, Object> nat(Nat nat) {
        List<Object> guests = new ArrayList<>();
        for (Nat.Guest guest : nat.guests()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("vm", guest.vm());
            map.put("address", guest.address());
            map.put("prefixLength", (long) guest.prefixLength());
            map.put("gateway", guest.gateway());
            map.put("dns", new ArrayList<Object>(guest.dns()));
            guests.add(map);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("switchName", nat.switchName());
        map.put("natName", nat.natName());
        map.put("prefix", nat.prefix());
        map.put("gateway", nat.gateway());
        map.put("guests", guests);
        return map;
    }
}
