package io.jenkins.plugins.hypervnested.machine;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process that answers verbs on a {@link SimulatedHost}, as long as it lives. */
public final class SimulatedMachine implements Machine {

    private final SimulatedHost host;
    private final SimulatedProcess process;
    private final SimulatedFailures failures;
    private final SimulatedReadings readings;
    private final SimulatedChanges changes;

    SimulatedMachine(SimulatedHost host, long process, Faults faults, Turns turns) {
        this(host, new SimulatedProcess(host, process, faults, turns));
    }

    private SimulatedMachine(SimulatedHost host, SimulatedProcess process) {
        this.host = host;
        this.process = process;
        this.failures = new SimulatedFailures(host);
        this.readings = new SimulatedReadings(host, process.id, failures);
        this.changes = new SimulatedChanges(host, process.id, failures);
    }

    public Faults faults() {
        return process.faults;
    }

    /** {@return where it answers} */
    public SimulatedHost host() {
        return host;
    }

    public long process() {
        return process.id;
    }

    /** {@return whether any of the subjects differs from what was last seen, or this process has ended: no verb, and no time passes} */
    public boolean wouldWake(Map<String, String> lastSeen) {
        return !process.isLiving() || !readings.differing(lastSeen).isEmpty();
    }

    /** Ends the process now, as a kill does. */
    public void crash() {
        host.processEnded(process.id);
    }

    @Override
    public MachineFacts describe() throws MachineException, InterruptedException {
        return process.verb("describe", readings::facts);
    }

    @Override
    public Map<VmRef, List<VmState>> find(Collection<VmRef> references) throws MachineException, InterruptedException {
        return process.verb("find", () -> {
            readings.requireHyperV();
            if (process.faults.isFailing("find")) {
                throw new MachineException(process.faults.failure("find"));
            }
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
            readings.requireHyperV();
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
    public Map<String, Answer<Observation>> observe(Collection<String> subjects)
            throws MachineException, InterruptedException {
        return process.verb("observe", () -> {
            readings.requireHyperVFor(subjects);
            beat();
            Map<String, Answer<Observation>> answers = new LinkedHashMap<>();
            for (String id : subjects) {
                answers.put(id, readings.observed(id));
            }
            return planned("observe", answers);
        });
    }

    @Override
    public List<String> await(Map<String, String> lastSeen, Duration slice)
            throws MachineException, InterruptedException {
        if (slice.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("a slice of " + slice);
        }
        return process.verb("await", () -> {
            readings.requireHyperVFor(lastSeen.keySet());
            beat();
            SimulatedHost world = host.root();
            long until = world.millis() + slice.toMillis();
            if (process.turns != null) {
                process.turns.await(
                        world,
                        until,
                        () -> !process.isLiving()
                                || !readings.differing(lastSeen).isEmpty());
                if (Thread.interrupted()) {
                    throw new InterruptedException("in await");
                }
            }
            while (process.isLiving() && readings.differing(lastSeen).isEmpty() && world.millis() < until) {
                world.advanceTo(Math.min(until, world.nextEvent()));
            }
            process.requireLiving("await");
            beat();
            return readings.differing(lastSeen);
        });
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
        long subjects = told.stream().map(Change::subject).distinct().count();
        if (subjects != told.size()) {
            throw new IllegalArgumentException("several changes of one subject");
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
    public SimulatedMachine inside(String vmId, String login) throws MachineException, InterruptedException {
        return process.verb("inside", () -> {
            readings.requireHyperV();
            if (process.faults.isFailing("inside")) {
                throw new MachineException(process.faults.failure("inside"));
            }
            SimulatedVm vm = host.byId(vmId).orElseThrow(() -> new MachineException(failures.vmGone("inside", vmId)));
            if (!vm.state.equals("Running")) {
                throw failures.notRunning(vm);
            }
            if (!vm.takesSessions()) {
                throw failures.noSession(vm);
            }
            if (vm.refusesLogins || vm.login != null && !vm.login.equals(login)) {
                throw failures.loginRefused(vm, login);
            }
            return at(vm.inside, vm.inside.newSession(process.id));
        });
    }

    /** {@return the machine at the end of a session into that VM which this process opened before and which still is there} */
    public Optional<SimulatedMachine> session(String vmId) {
        return host.byId(vmId)
                .filter(vm -> vm.inside != null)
                .flatMap(vm -> vm.inside.session(process.id).map(end -> at(vm.inside, end)));
    }

    private SimulatedMachine at(SimulatedHost inside, long end) {
        return new SimulatedMachine(inside, new SimulatedProcess(inside, end, process));
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
                    seen.put(subject, readings.lease(subject));
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

    private void beat() {
        host.allLeases().values().stream()
                .filter(lease -> lease.actorProcess == process.id)
                .forEach(lease -> lease.beat(host.clock()));
    }
}
