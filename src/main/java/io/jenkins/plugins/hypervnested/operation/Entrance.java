package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Answer;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The way into the guest of a VM: a guest that boots cannot be entered for a while, and says nothing of how long. */
final class Entrance {

    private Entrance() {}

    /**
     * {@return the guest of a VM that runs}
     *
     * @param bound how long it is waited for, by the clock of the machine that has the VM
     * @throws MachineException when it cannot be entered in that time, or does not take the login
     */
    static Journey.Stop enter(Journey journey, Journey.Stop outer, Place.Hop hop, String label, Duration bound)
            throws MachineException, InterruptedException {
        journey.say(label, "enters the guest");
        Clock first = null;
        long said = Long.MIN_VALUE;
        while (true) {
            try {
                return opened(outer, hop, label);
            } catch (MachineException e) {
                Observation seen = observe(outer, hop);
                boolean passes = e.failure() instanceof Failure.Unreachable
                        || e.failure() instanceof Failure.TimedOut
                        || e.failure() instanceof Failure.WrongState
                                && seen.vm().power().isTransient();
                Clock now = seen.clock();
                first = first == null || !first.boot().equals(now.boot()) ? now : first;
                if (!passes || now.millis() - first.millis() > bound.toMillis()) {
                    throw e;
                }
                if (now.millis() - said >= Bounds.PROGRESS.toMillis() || said > now.millis()) {
                    said = now.millis();
                    long waited = (said - first.millis()) / 1000;
                    journey.say(
                            label,
                            "waits until its guest lets somebody in" + (waited > 0 ? " (" + waited + " s)" : ""));
                }
                outer.machine().await(Map.of(hop.vmId(), seen.vm().fingerprint()), Bounds.SLICE);
            }
        }
    }

    private static Journey.Stop opened(Journey.Stop outer, Place.Hop hop, String label)
            throws MachineException, InterruptedException {
        Machine inside = outer.machine().inside(hop.vmId(), hop.login());
        boolean answered = false;
        try {
            Journey.Stop stop = new Journey.Stop(inside, outer.place().inside(hop), label, inside.describe());
            answered = true;
            return stop;
        } finally {
            if (!answered) {
                inside.close();
            }
        }
    }

    private static Observation observe(Journey.Stop outer, Place.Hop hop)
            throws MachineException, InterruptedException {
        Answer<Observation> answer =
                outer.machine().observe(List.of(hop.vmId())).get(hop.vmId());
        if (answer.isFailure()) {
            throw new MachineException(answer.failure());
        }
        return answer.value();
    }
}
