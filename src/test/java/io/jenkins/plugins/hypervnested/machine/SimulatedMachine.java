package io.jenkins.plugins.hypervnested.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One process that answers verbs on a {@link SimulatedHost}, as long as it lives. */
public final class SimulatedMachine implements Machine {

    /** A call of a dead run that is still on its way. */
    record Ghost(long process, Runnable call, Runnable end) {
        void land() {
            call.run();
            end.run();
        }
    }

    private static final Set<String> CHANGING = Set.of("writeLeases", "change", "endActor");

    private interface Verb<T> {
        T answer() throws MachineException, InterruptedException;
    }

    private final SimulatedHost host;
    private final long process;
    private final Faults faults;
    private final Turns turns;
    private final SimulatedFailures failures;
    private final SimulatedChanges changes;
    private volatile boolean closed;

    SimulatedMachine(SimulatedHost host, long process, Faults faults, Turns turns) {
        this.host = host;
        this.process = process;
        this.faults = faults;
        this.turns = turns;
        this.failures = new SimulatedFailures(host);
        this.changes = new SimulatedChanges(host, process, failures);
    }

    public Faults faults() {
        return faults;
    }

    public long process() {
        return process;
    }

    /** Ends the process now, as a kill does. */
    public void crash() {
        host.processEnded(process);
    }

    @Override
    public MachineFacts describe() throws MachineException, InterruptedException {
        return verb("describe", () -> new MachineFacts(
                host.name,
                host.uuid,
                host.azure ? "Microsoft Corporation" : "Contoso",
                host.azure ? "Virtual Machine" : "Rack 1",
                host.azure,
                host.processor,
                "X64",
                host.build,
                host.server,
                host.server ? "Microsoft Windows Server" : "Microsoft Windows",
                "5.1." + host.build + ".1",
                true,
                host.hyperV && host.hyperVRights,
                host.hyperV,
                host.hyperV && host.exposes,
                host.hyperV || host.azure,
                host.administrator,
                host.name + "\\jenkins",
                host.leaseFolderProblem,
                host.clock()));
    }

    @Override
    public Map<VmRef, List<VmState>> find(Collection<VmRef> references) throws MachineException, InterruptedException {
        return verb("find", () -> {
            requireHyperV();
            Map<VmRef, List<VmState>> found = new LinkedHashMap<>();
            List<VmState> all = host.vms().stream().map(vm -> vm.seen(host.millis())).toList();
            for (VmRef reference : references) {
                found.put(reference, all.stream().filter(reference::fits).toList());
            }
            return found;
        });
    }

    @Override
    public Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds) throws MachineException, InterruptedException {
        return verb("inspect", () -> {
            requireHyperV();
            Map<String, Answer<VmDetails>> answers = new LinkedHashMap<>();
            for (String id : vmIds) {
                answers.put(id, host.byId(id)
                        .map(vm -> Answer.of(vm.details))
                        .orElseGet(() -> Answer.failed(failures.vmGone("inspect", id))));
            }
            return planned("inspect", answers);
        });
    }

    @Override
    public Map<String, Answer<Observation>> observe(Collection<String> vmIds) throws MachineException, InterruptedException {
        return verb("observe", () -> {
            requireHyperV();
            beat();
            Map<String, Answer<Observation>> answers = new LinkedHashMap<>();
            for (String id : vmIds) {
                answers.put(id, observed(id));
            }
            return planned("observe", answers);
        });
    }

    private Answer<Observation> observed(String id) {
        if (!host.leaseFolderProblem.isEmpty()) {
            return Answer.failed(failures.leaseFolder(id));
        }
        return host.byId(id)
                .map(vm -> Answer.of(new Observation(
                        vm.seen(host.millis()), seen(id), host.clock(), process, started())))
                .orElseGet(() -> Answer.failed(failures.vmGone("observe", id)));
    }

    @Override
    public List<String> await(Map<String, String> lastSeen, Duration slice) throws MachineException, InterruptedException {
        if (slice.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("a slice of " + slice);
        }
        return verb("await", () -> {
            requireHyperV();
            beat();
            long until = host.millis() + slice.toMillis();
            if (turns != null) {
                turns.await(host, until, () -> !isLiving() || !differing(lastSeen).isEmpty());
                if (Thread.interrupted()) {
                    throw new InterruptedException("in await");
                }
            }
            while (isLiving() && differing(lastSeen).isEmpty() && host.millis() < until) {
                host.advanceTo(Math.min(until, host.nextEvent()));
            }
            requireLiving("await");
            beat();
            return differing(lastSeen);
        });
    }

    private List<String> differing(Map<String, String> lastSeen) {
        List<String> ids = new ArrayList<>();
        lastSeen.forEach((id, fingerprint) -> {
            boolean same = host.byId(id)
                    .filter(vm -> vm.seen(host.millis()).fingerprint().equals(fingerprint))
                    .isPresent();
            if (!same) {
                ids.add(id);
            }
        });
        return ids;
    }

    @Override
    public Map<String, Answer<LeaseWrite.Outcome>> writeLeases(Collection<LeaseWrite> writes)
            throws MachineException, InterruptedException {
        return verb("writeLeases", () -> {
            Map<String, Answer<LeaseWrite.Outcome>> answers = new LinkedHashMap<>();
            for (LeaseWrite write : writes) {
                answers.put(write.subject(), faults.isFailing("writeLeases")
                        ? Answer.failed(faults.failure("writeLeases"))
                        : changes.write(write));
            }
            return answers;
        });
    }

    @Override
    public Map<String, Answer<Done>> change(Collection<Change> told) throws MachineException, InterruptedException {
        long vms = told.stream().map(Change::vmId).distinct().count();
        if (vms != told.size()) {
            throw new IllegalArgumentException("several changes of one VM");
        }
        return verb("change", () -> {
            beat();
            Map<String, Answer<Done>> answers = new LinkedHashMap<>();
            for (Change change : told) {
                answers.put(change.vmId(), faults.isFailing("change")
                        ? Answer.failed(faults.failure("change"))
                        : changes.apply(change));
            }
            return answers;
        });
    }

    @Override
    public Map<String, LeaseSeen> leases() throws MachineException, InterruptedException {
        return verb("leases", () -> {
            if (!host.leaseFolderProblem.isEmpty()) {
                throw new MachineException(failures.leaseFolder(""));
            }
            Map<String, LeaseSeen> seen = new LinkedHashMap<>();
            host.allLeases().forEach((subject, lease) -> {
                if (lease.isThere()) {
                    seen.put(subject, seen(subject));
                }
            });
            return seen;
        });
    }

    @Override
    public boolean endActor(String subject, String epoch) throws MachineException, InterruptedException {
        return verb("endActor", () -> {
            SimulatedLease lease = host.lease(subject);
            if (!epoch.equals(lease.epoch)) {
                return false;
            }
            if (lease.actorProcess != SimulatedLease.NOBODY && host.endsSilentActors) {
                host.record(process, "lease: end process", subject);
                host.processEnded(lease.actorProcess);
            }
            return lease.actorProcess == SimulatedLease.NOBODY;
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            host.processEnded(process);
        }
    }

    // ---- one verb

    private <T> T verb(String name, Verb<T> verb) throws MachineException, InterruptedException {
        if (turns != null) {
            turns.next(name);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("before " + name);
        }
        faults.count(name);
        requireLiving(name);
        Faults.Kind before = faults.kind(name, false);
        if (before != null && before != Faults.Kind.FAILURE) {
            strike(before, name, "before " + name, verb);
        }
        host.advanceTo(host.millis() + host.verbMillis);
        T answer = verb.answer();
        Faults.Kind after = faults.kind(name, true);
        if (after != null) {
            strike(after, name, "after " + name, verb);
        }
        return answer;
    }

    private void strike(Faults.Kind kind, String name, String where, Verb<?> verb) throws MachineException {
        if (kind == Faults.Kind.GHOST || kind == Faults.Kind.UNREACHABLE_GHOST) {
            Runnable call = CHANGING.contains(name) ? () -> landed(verb) : () -> {};
            host.haunt(new Ghost(process, call, () -> host.processEnded(process)));
            closed = true;
        } else {
            host.processEnded(process);
        }
        if (kind == Faults.Kind.CRASH || kind == Faults.Kind.GHOST) {
            throw new SimulatedCrash(where);
        }
        throw failures.unreachable(where);
    }

    private void landed(Verb<?> verb) {
        try {
            verb.answer();
        } catch (MachineException e) {
            host.record(process, "lease: a ghost was refused: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            throw new IllegalStateException("a ghost does not wait", e);
        }
    }

    private <T> Map<String, Answer<T>> planned(String verb, Map<String, Answer<T>> answers) {
        if (faults.isFailing(verb)) {
            answers.replaceAll((id, answer) -> Answer.failed(faults.failure(verb)));
        }
        return answers;
    }

    private boolean isLiving() {
        return !closed && host.isLiving(process);
    }

    private void requireLiving(String verb) throws MachineException {
        if (!isLiving()) {
            throw failures.unreachable(verb);
        }
    }

    private void requireHyperV() throws MachineException {
        if (!host.hyperV) {
            throw failures.noModule();
        }
        if (!host.hyperVRights) {
            throw failures.noRights();
        }
    }

    private void beat() {
        host.allLeases().values().stream()
                .filter(lease -> lease.actorProcess == process)
                .forEach(lease -> lease.beat(host.clock()));
    }

    private LeaseSeen seen(String subject) {
        return host.lease(subject).seen(process, host.clock());
    }

    private long started() {
        return 133_000_000_000_000_000L + process;
    }
}
