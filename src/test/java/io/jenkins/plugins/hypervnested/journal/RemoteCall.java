package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.agent.SimulatedLink;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.SimulatedMachine;
import io.jenkins.plugins.hypervnested.machine.Turns;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One operation, from the controller that looks for an agent to the real operation on the simulated machine and back. Ends on the
 * controller's side as {@code RemoteOperation} does: once, whatever comes later.
 */
final class RemoteCall implements OperationHandle, Turns, Progress {

    private static final long SEEK_AGAIN = 5_000;

    final Start start;
    final OperationOrder order;
    final String name;
    private final World world;
    private final Links links;
    private final OperationListener listener;
    private final SimulatedLink link;
    private final World.Actor actor;
    private final Faults faults = new Faults();
    private final long begun;

    Agent agent;
    private SimulatedMachine machine;
    private boolean sent;
    private boolean ended;
    private boolean cancelled;
    /** Nothing of it reaches the controller any more. */
    private boolean cut;

    private boolean arrived;

    RemoteCall(Links links, OperationOrder order, OperationListener listener, int number) {
        this.links = links;
        this.start = links.start;
        this.world = start.home.world;
        this.order = order;
        this.name = start.home.nameOfStart() + ' ' + order.request().kind() + number;
        this.listener = SimulatedLink.until(listener, () -> start.stopping);
        this.link = new SimulatedLink(name, order.request(), this.listener, links.serialises, this::end);
        this.actor = new World.Actor(name);
        this.begun = world.millis();
    }

    // ---- on the controller

    void seek() {
        if (ended) {
            return;
        }
        if (!start.home.hostConfigured) {
            end(SimulatedLink.noHost());
            return;
        }
        agent = links.pick(order.preferredAgents());
        if (agent == null) {
            if (Duration.ofMillis(world.millis() - begun).compareTo(order.agentWait()) >= 0) {
                end(SimulatedLink.noAgent());
            } else {
                start.quietlyLater(SEEK_AGAIN, name + " looks for an agent", this::seek);
            }
        } else if (!start.home.credentialsThere) {
            end(SimulatedLink.noCredentials());
        } else {
            listener.sending(agent.name);
            sent = true;
            Request request = link.across(order.request());
            world.add(this, name + " arrives", () -> arrive(request));
        }
    }

    @Override
    public void cancel() {
        if (!sent) {
            start.task("cancels " + name, () -> end(Outcome.cancelled()));
        } else {
            cancelled = true;
            world.add(new Object(), "cancel of " + name + " arrives", this::endProcess);
        }
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            link.close();
            links.over(this);
            listener.ended(outcome);
        }
    }

    boolean isEnded() {
        return ended;
    }

    /** The connection is gone: the controller takes it for lost, and nothing comes any more. */
    void cut() {
        cut = true;
        start.task(name + " is lost", () -> end(SimulatedLink.lost("the connection was closed")));
    }

    /** The result will not come; after a while the agent is asked, and does not know it any more. */
    void losesItsResult() {
        cut = true;
        start.later(30_000, name + " is asked about", () -> end(SimulatedLink.lost("it does not know the operation")));
    }

    // ---- on the agent

    private void arrive(Request request) {
        arrived = true;
        actor.host = start.home.variant.host;
        world.begin(actor, () -> carryOut(request));
    }

    boolean hasArrived() {
        return arrived && machine != null;
    }

    /** Its process ends at once, or before it came to anything. */
    void endProcess() {
        cancelled = true;
        if (machine != null) {
            machine.crash();
        }
    }

    /** The run on the agent dies, and the call that is on its way lands later. */
    void leavesGhost(Faults.Kind kind) {
        cut = true;
        cancelled = true;
        faults.before(Faults.ANY, faults.calls(Faults.ANY) + 1, kind);
    }

    void suffers(Faults.Kind kind) {
        faults.before(Faults.ANY, faults.calls(Faults.ANY) + 1, kind);
    }

    private void carryOut(Request request) {
        Outcome outcome;
        try (SimulatedMachine opened = actor.host.connect(faults, this)) {
            machine = opened;
            start.home.promises.connected(opened.process(), this);
            outcome = cancelled ? Outcome.cancelled() : Outcome.done(Operations.run(opened, request, this));
        } catch (SimulatedCrash e) {
            return;
        } catch (InterruptedException e) {
            outcome = Outcome.cancelled();
        } catch (MachineException e) {
            outcome = cancelled ? Outcome.cancelled() : Outcome.failed(e.failure());
        }
        Outcome end = outcome;
        post("tells the end, " + end.kind(), () -> link.ended(end));
    }

    private void post(String what, Runnable message) {
        world.add(this, name + ' ' + what, () -> {
            if (!cut) {
                start.guarded(message);
            }
        });
    }

    @Override
    public void say(String vm, String text) {
        world.note("    " + name + ": " + text);
    }

    @Override
    public void joined(String entry, MachineIdentity of, String vmId, String vmName, List<AspectRecord> aspects) {
        Joined joined = new Joined(entry, of, vmId, vmName, aspects);
        post("tells that it joined", () -> link.joined(joined));
    }

    @Override
    public void next(String verb) {
        actor.wants = verb;
        actor.able = () -> true;
        actor.until = Long.MAX_VALUE;
        world.pause(actor);
    }

    @Override
    public void await(SimulatedHost of, long until, BooleanSupplier condition) {
        actor.wants = "awaits";
        actor.until = until;
        String boot = of.clock().boot();
        actor.able = () -> condition.getAsBoolean()
                || of.millis() >= until
                || !of.clock().boot().equals(boot);
        world.pause(actor);
    }
}
