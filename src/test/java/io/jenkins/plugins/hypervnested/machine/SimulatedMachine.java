package io.jenkins.plugins.hypervnested.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One process that answers verbs on a {@link SimulatedHost}, as long as it lives. */
public final class SimulatedMachine implements Machine {

    private final SimulatedHost host;
    private final SimulatedProcess process;
    private final SimulatedFailures failures;
    private final SimulatedChanges changes;

    SimulatedMachine(SimulatedHost host, long process, Faults faults, Turns turns) {
        this.host = host;
        this.failures = new SimulatedFailures(host);
        this.process = new SimulatedProcess(host, process, faults, turns, failures);
        this.changes = new SimulatedChanges(host, process, failures);
    }

    public Faults faults() {
        return process.faults;
    }

    public long process() {
        return process.id;
    }

    /** Ends the process now, as a kill does. */
    public void crash() {
        host.processEnded(process.id);
    }

    @Override
    public MachineFacts describe() throws MachineException, InterruptedException {
        return process.verb(
                "describe",
                () -> new MachineFacts(
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
        return process.verb("find", () -> {
            requireHyperV();
            Map<VmRef, List<VmState>> found = new LinkedHashMap<>();
            List<VmState> all =
                    host.vms().stream().map(vm -> vm.seen(host.millis())).toList();
            for (VmRef reference : references) {
                found.put(reference, all.stream().filter(reference::fits).toList());
            }
            return found;
        });
    }

    @Override
    public Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return process.verb("inspect", () -> {
            requireHyperV();
            Map<String, Answer<VmDetails>> answers = new LinkedHashMap<>();
            for (String id : vmIds) {
                answers.put(
                        id,
                        host.byId(id)
                                .map(vm -> Answer.of(vm.details))
                                .orElseGet(() -> Answer.failed(failures.vmGone("inspect", id))));
            }
            return planned("inspect", answers);
        });
    }

    @Override
    public Map<String, Answer<Observation>> observe(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return process.verb("observe", () -> {
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
        return host.byId(id)
                .map(vm -> Answer.of(
                        new Observation(vm.seen(host.millis()), seen(id), host.clock(), process.id, started())))
                .orElseGet(() -> Answer.failed(failures.vmGone("observe", id)));
    }

    @Override
    public List<String> await(Map<String, String> lastSeen, Duration slice)
            throws MachineException, InterruptedException {
        if (slice.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("a slice of " + slice);
        }
        return process.verb("await", () -> {
            requireHyperV();
            beat();
            long until = host.millis() + slice.toMillis();
            if (process.turns != null) {
                process.turns.await(
                        host,
                        until,
                        () -> !process.isLiving() || !differing(lastSeen).isEmpty());
                if (Thread.interrupted()) {
                    throw new InterruptedException("in await");
                }
            }
            while (process.isLiving() && differing(lastSeen).isEmpty() && host.millis() < until) {
                host.advanceTo(Math.min(until, host.nextEvent()));
            }
            process.requireLiving("await");
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
        return process.verb("writeLeases", () -> {
            requireLeaseFolder();
            Map<String, Answer<LeaseWrite.Outcome>> answers = new LinkedHashMap<>();
            for (LeaseWrite write : writes) {
                answers.put(
                        write.subject(),
                        process.faults.isFailing("writeLeases")
                                ? Answer.failed(process.faults.failure("writeLeases"))
                                : changes.write(write));
            }
            return answers;
        });
    }

    @Override
    public Map<String, Answer<Done>> change(Collection<Change> told) throws MachineException, InterruptedException {
        long vms = told.stream().map(Change::subject).distinct().count();
        if (vms != told.size()) {
            throw new IllegalArgumentException("several changes of one VM");
        }
        return process.verb("change", () -> {
            beat();
            Map<String, Answer<Done>> answers = new LinkedHashMap<>();
            for (Change change : told) {
                answers.put(
                        change.subject(),
                        process.faults.isFailing("change")
                                ? Answer.failed(process.faults.failure("change"))
                                : changes.apply(change));
            }
            return answers;
        });
    }

    @Override
    public Machine inside(String vmId, String login) {
        throw new UnsupportedOperationException("inside");
    }

    @Override
    public Map<String, LeaseSeen> leases() throws MachineException, InterruptedException {
        return process.verb("leases", () -> {
            if (!host.noLeaseFolder) {
                requireLeaseFolder();
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
        return process.verb("endActor", () -> {
            SimulatedLease lease = host.lease(subject);
            if (!epoch.equals(lease.epoch)) {
                return false;
            }
            if (lease.actorProcess != SimulatedLease.NOBODY && host.endsSilentActors) {
                host.record(process.id, "lease: end process", subject);
                host.processEnded(lease.actorProcess);
            }
            return lease.actorProcess == SimulatedLease.NOBODY;
        });
    }

    @Override
    public void close() {
        process.close();
    }

    private <T> Map<String, Answer<T>> planned(String verb, Map<String, Answer<T>> answers) {
        if (process.faults.isFailing(verb)) {
            answers.replaceAll((id, answer) -> Answer.failed(process.faults.failure(verb)));
        }
        return answers;
    }

    private void requireLeaseFolder() throws MachineException {
        if (!host.leaseFolderProblem.isEmpty()) {
            throw new MachineException(failures.leaseFolder(""));
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
                .filter(lease -> lease.actorProcess == process.id)
                .forEach(lease -> lease.beat(host.clock()));
    }

    private LeaseSeen seen(String subject) {
        if (!host.leaseFolderProblem.isEmpty() && !host.noLeaseFolder) {
            return new LeaseSeen("unreadable", null, LeaseSeen.Problem.DAMAGED, false, false, -1);
        }
        return host.lease(subject).seen(process.id, host.clock());
    }

    private long started() {
        return 133_000_000_000_000_000L + process.id;
    }
}
