package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Change;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Passes verbs on, and notes each change with what became of it. */
final class TellingMachine implements Machine {

    private final Machine machine;
    private final List<String> notes;
    private final String where;

    TellingMachine(Machine machine, List<String> notes) {
        this(machine, notes, "");
    }

    /** @param where what each note begins with; with it changes are told with all that they say */
    TellingMachine(Machine machine, List<String> notes, String where) {
        this.machine = machine;
        this.notes = notes;
        this.where = where;
    }

    /** {@return a failure without its texts and times} */
    static String shown(Failure failure) {
        return failure.kind()
                + ' '
                + failure.details().errorId()
                + ' '
                + failure.details().category();
    }

    @Override
    public MachineFacts describe() throws MachineException, InterruptedException {
        return machine.describe();
    }

    @Override
    public Map<VmRef, List<VmState>> find(Collection<VmRef> references) throws MachineException, InterruptedException {
        return machine.find(references);
    }

    @Override
    public Map<String, Answer<VmDetails>> inspect(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return machine.inspect(vmIds);
    }

    @Override
    public Map<String, Answer<Observation>> observe(Collection<String> vmIds)
            throws MachineException, InterruptedException {
        return machine.observe(vmIds);
    }

    @Override
    public List<String> await(Map<String, String> lastSeen, Duration slice)
            throws MachineException, InterruptedException {
        return machine.await(lastSeen, slice);
    }

    @Override
    public Map<String, Answer<LeaseWrite.Outcome>> writeLeases(Collection<LeaseWrite> writes)
            throws MachineException, InterruptedException {
        Map<String, Answer<LeaseWrite.Outcome>> answers = machine.writeLeases(writes);
        writes.forEach(write -> {
            Answer<LeaseWrite.Outcome> answer = answers.get(write.subject());
            String became = answer.isFailure()
                    ? shown(answer.failure())
                    : answer.value().toString();
            notes.add(where + "lease " + (write.text() == null ? "deleted" : "written") + ' ' + write.floor() + ": "
                    + became);
        });
        return answers;
    }

    @Override
    public Map<String, Answer<Done>> change(Collection<Change> changes) throws MachineException, InterruptedException {
        Map<String, Answer<Done>> answers = machine.change(changes);
        changes.forEach(change -> {
            Answer<Done> answer = answers.get(change.subject());
            String what = where.isEmpty() ? change.getClass().getSimpleName() : where + change;
            notes.add(what + ": " + (answer.isFailure() ? shown(answer.failure()) : "done"));
        });
        return answers;
    }

    @Override
    public Machine inside(String vmId, String login) throws MachineException, InterruptedException {
        return new TellingMachine(machine.inside(vmId, login), notes, where.isEmpty() ? "" : where + "> ");
    }

    @Override
    public Map<String, LeaseSeen> leases() throws MachineException, InterruptedException {
        return machine.leases();
    }

    @Override
    public boolean endActor(String subject, String epoch) throws MachineException, InterruptedException {
        return machine.endActor(subject, epoch);
    }

    @Override
    public void close() {
        machine.close();
    }
}
