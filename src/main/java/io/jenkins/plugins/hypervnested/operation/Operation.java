package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One request on one machine, from the first look to the results. */
final class Operation {

    private final Machine machine;
    private final Request request;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, VmResult> results = new LinkedHashMap<>();
    private MachineFacts facts;
    private Failures failures;

    Operation(Machine machine, Request request, Progress progress) {
        this.machine = machine;
        this.request = request;
        this.progress = progress;
    }

    Result run() throws MachineException, InterruptedException {
        facts = machine.describe();
        failures = new Failures(facts.name());
        MachineIdentity identity = MachineIdentity.of(facts);
        if (request.expected() != null && !request.expected().isSameAs(identity)) {
            throw new MachineException(failures.wrongMachine(request.expected(), identity));
        }
        if (request.kind() == Request.Kind.SURVEY) {
            List<FoundLease> leases = new Survey(machine, request.asker(), facts, progress).run();
            return new Result(identity, List.of(), List.of(), leases);
        }
        boolean rollback = request.kind() == Request.Kind.ROLL_BACK;
        if (!rollback) {
            findings.addAll(Prerequisites.ofMachine(facts, request.kind()));
        }
        if (request.options().inside() != null) {
            inside(identity, rollback);
            return result(identity);
        }
        Map<Target, VmState> located = new Locating(machine, request, facts).locate(results);
        Map<Target, VmState> open = rollback ? located : screen(located);
        if (request.kind() == Request.Kind.CHECK || request.options().dryRun() && !rollback) {
            open.forEach((target, vm) -> results.put(target.holder().entry(), read(target, vm)));
        } else {
            new Rounds(machine, progress).run(tasks(open, identity), results);
        }
        if (rollback) {
            listCheckpoints();
        }
        return result(identity);
    }

    private Result result(MachineIdentity identity) throws MachineException, InterruptedException {
        Owed.confirm(machine, request, results, progress);
        return new Result(
                identity,
                findings,
                request.targets().stream()
                        .map(t -> results.get(t.holder().entry()))
                        .toList());
    }

    /** One target, whose work is inside. */
    private void inside(MachineIdentity identity, boolean rollback) throws MachineException, InterruptedException {
        Target target = request.targets().get(0);
        Journey journey = new Journey(request, target, progress, identity);
        InsideOperation operation = new InsideOperation(machine, journey, found -> {
            findings.addAll(found);
            say(found);
        });
        if (journey.isInMachineItself()) {
            say(findings);
            List<Finding> blocking = rollback ? List.of() : blocking("");
            results.put(
                    target.holder().entry(),
                    blocking.isEmpty()
                            ? operation.run(null)
                            : journey.end(
                                    VmResult.End.FAILED, false, blockedBy(facts.name(), "not changed", blocking)));
            return;
        }
        Map<Target, VmState> located = new Locating(machine, request, facts).locate(results);
        Map<Target, VmState> open = rollback ? located : screen(located);
        if (open.containsKey(target)) {
            results.put(target.holder().entry(), operation.run(open.get(target)));
        }
    }

    private List<LeaseTask> tasks(Map<Target, VmState> open, MachineIdentity identity) {
        LeaseTask.Context context = new LeaseTask.Context(request, identity, failures, progress);
        return open.entrySet().stream()
                .<LeaseTask>map(e -> new VmTask(
                        e.getKey(),
                        e.getValue() == null
                                ? e.getKey().vm().text()
                                : e.getValue().id(),
                        context))
                .toList();
    }

    /** Checkpoints that were taken of a VM while it was held keep the settings of then; that is said, not undone. */
    private void listCheckpoints() throws InterruptedException {
        List<String> changed = results.values().stream()
                .filter(vm -> vm.changed() && !vm.id().isEmpty())
                .map(VmResult::id)
                .distinct()
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        try {
            Map<String, Answer<VmDetails>> details = machine.inspect(changed);
            results.replaceAll((entry, vm) -> {
                Answer<VmDetails> answer = details.get(vm.id());
                List<String> there = answer == null || answer.isFailure()
                        ? List.of()
                        : answer.value().checkpoints();
                return there.isEmpty()
                        ? vm
                        : vm.withNote(
                                "checkpoints keep the settings of when they were taken: " + String.join(", ", there));
            });
        } catch (MachineException e) {
            progress.say(
                    "", "the checkpoints could not be listed: " + e.failure().sentence());
        }
    }

    /** {@return those VMs that nothing blocks} The others have their result. */
    private Map<Target, VmState> screen(Map<Target, VmState> located) throws MachineException, InterruptedException {
        Map<String, Answer<VmDetails>> details =
                machine.inspect(located.values().stream().map(VmState::id).toList());
        Map<Target, VmState> open = new LinkedHashMap<>();
        for (Map.Entry<Target, VmState> e : located.entrySet()) {
            VmState vm = e.getValue();
            Answer<VmDetails> answer = details.get(vm.id());
            List<Finding> own = answer.isFailure() ? List.of() : VmPrerequisites.of(facts, vm, answer.value(), request);
            findings.addAll(own);
            List<Finding> blocking = blocking(vm.name());
            Failure problem = Spoofing.problem(request, vm, failures).orElse(null);
            if (!answer.isFailure()
                    && problem == null
                    && (request.kind() == Request.Kind.CHECK || blocking.isEmpty())) {
                open.put(e.getKey(), vm);
            } else {
                Failure failure = answer.isFailure()
                        ? answer.failure()
                        : blocking.isEmpty()
                                ? problem
                                : blockedBy(vm.name(), vm.platformState() + ", not changed", blocking);
                results.put(e.getKey().holder().entry(), refused(e.getKey(), vm, failure));
            }
        }
        say(findings);
        return open;
    }

    private void say(List<Finding> found) {
        found.forEach(f -> progress.say(f.vm(), f.severity() + " " + f.id() + ": " + f.seen() + ". " + f.remedy()));
    }

    /** {@return what stops a change of a VM, or of the machine itself} */
    private List<Finding> blocking(String vm) {
        return findings.stream()
                .filter(f -> f.vm().isEmpty() || f.vm().equals(vm))
                .filter(f -> f.severity() == Finding.Severity.BLOCKS)
                .toList();
    }

    private Failure blockedBy(String name, String state, List<Finding> blocking) {
        Finding first = blocking.get(0);
        String seen = String.join("; ", blocking.stream().map(Finding::seen).toList());
        String remedy = String.join(
                " ", blocking.stream().map(Finding::remedy).distinct().toList());
        return failures.blocked(name, state, seen, remedy, first.id());
    }

    private VmResult read(Target target, VmState vm) {
        Snapshot snapshot = Snapshot.of(vm);
        List<String> plan = List.of();
        if (request.kind() != Request.Kind.CHECK) {
            Lease joined = LeaseRules.join(
                    Lease.EMPTY, vm, target.holder(), Entering.wants(request, vm), request.options(), "");
            plan = Plan.all(vm, joined).stream().map(s -> s.sentence(vm.name())).toList();
        }
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                vm.id(),
                vm.name(),
                VmResult.End.DONE,
                false,
                false,
                plan.isEmpty(),
                snapshot,
                snapshot,
                plan,
                List.of(),
                List.of(),
                null);
    }

    private static VmResult refused(Target target, VmState vm, Failure failure) {
        Snapshot snapshot = Snapshot.of(vm);
        return new VmResult(
                target.vm().text(),
                target.holder().entry(),
                vm.id(),
                vm.name(),
                VmResult.End.FAILED,
                false,
                false,
                false,
                snapshot,
                snapshot,
                List.of(),
                List.of(),
                List.of(),
                failure);
    }
}
