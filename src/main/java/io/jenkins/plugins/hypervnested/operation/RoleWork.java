package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.List;

/**
 * The Hyper-V role in the guest of a VM, there or back, through all restarts: those that we make, with the floor of the VM's lease on its
 * host, and those that Windows makes by itself, which are noticed by the session that breaks.
 */
final class RoleWork implements InsideOperation.Work {

    private static final int MOST_ROUNDS = 20;

    private final Journey journey;
    private final Journey.Stop host;
    private final VmState vm;

    /** Who else works in the VM; null when nobody does, or that does not matter. */
    private final String inUseBy;

    RoleWork(Journey journey, Journey.Stop host, VmState vm) {
        this(journey, host, vm, null);
    }

    RoleWork(Journey journey, Journey.Stop host, VmState vm, String inUseBy) {
        this.inUseBy = inUseBy;
        this.journey = journey;
        this.host = host;
        this.vm = vm;
    }

    @Override
    public VmResult enter(Journey.Stop stop) throws MachineException, InterruptedException {
        VmResult end = work(journey.request, journey.request);
        return end.end() == VmResult.End.DONE ? null : end;
    }

    /**
     * Takes the role forward until it has an end.
     *
     * @param as what the role's task shall see: its kind tells whether it enters or leaves
     * @param restarting what the restarts of the VM shall see, which its lease holds
     */
    VmResult work(Request as, Request restarting) throws MachineException, InterruptedException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            RoleTask[] made = new RoleTask[1];
            Journey.Stop stop = enter(as);
            try (Machine guest = stop.machine()) {
                VmResult end = take(stop, as, made);
                if (!made[0].isRestartNeeded()) {
                    return end;
                }
            } catch (MachineException e) {
                if (!(e.failure() instanceof Failure.Unreachable || e.failure() instanceof Failure.TimedOut)
                        || made[0] == null) {
                    throw e;
                }
                journey.say("", "the guest restarts by itself, or its session broke: goes on when it is back");
                continue;
            }
            VmResult restarted = restart(restarting, as.kind() == Request.Kind.ROLL_BACK);
            if (restarted.end() != VmResult.End.DONE) {
                return restarted;
            }
        }
        throw new MachineException(new Failures(host.identity().name())
                .tookTooLong(About.of(vm), "needed more than " + MOST_ROUNDS + " restarts"));
    }

    private Journey.Stop enter(Request as) throws MachineException, InterruptedException {
        Place.Hop hop = new Place.Hop(vm.id(), vm.name(), as.options().inside().login());
        return Entrance.enter(journey, host, hop, "", as.options().timeout());
    }

    private VmResult take(Journey.Stop stop, Request as, RoleTask[] made)
            throws MachineException, InterruptedException {
        return journey.take(stop, Subject.ROLE, as, (target, context) -> {
            made[0] = new RoleTask(target, context, inUseBy);
            return made[0];
        });
    }

    private VmResult restart(Request as, boolean leaves) throws MachineException, InterruptedException {
        journey.say("", "Windows needs a restart to go on");
        return journey.take(host, vm.id(), as, (target, context) -> {
            HoldTask task =
                    leaves ? HoldTask.resting(target, vm.id(), context) : new HoldTask(target, vm.id(), context);
            task.restartDue = true;
            return task;
        });
    }

    @Override
    public void plan(Journey.Stop stop) throws MachineException, InterruptedException {
        if (stop != null) {
            Answer<Observation> answer =
                    stop.machine().observe(List.of(Subject.ROLE)).get(Subject.ROLE);
            if (answer.isFailure()) {
                throw new MachineException(answer.failure());
            }
            if (answer.value().role().isComplete()) {
                return;
            }
        }
        journey.plan("install the Hyper-V role with its management tools");
        journey.plan("restart VM '" + vm.name() + "' as often as Windows needs it");
    }
}
