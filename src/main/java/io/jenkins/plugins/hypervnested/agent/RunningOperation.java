package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.powershell.Endpoint;
import io.jenkins.plugins.hypervnested.powershell.GuestLogins;
import io.jenkins.plugins.hypervnested.powershell.HostSecrets;
import io.jenkins.plugins.hypervnested.powershell.NoiseSink;
import io.jenkins.plugins.hypervnested.powershell.PowerShellMachine;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An operation in a thread of its own, on the agent. */
final class RunningOperation implements Progress {

    private static final Logger LOGGER = Logger.getLogger(RunningOperation.class.getName());

    private final String handle;
    private final Endpoint endpoint;
    private final HostSecrets secrets;
    private final GuestLogins logins;
    private final Request request;
    private final Reporter reporter;
    private final Thread worker;

    private Machine machine;
    private boolean cancelled;
    private Outcome outcome;
    private long overSince;

    RunningOperation(
            String handle,
            Endpoint endpoint,
            HostSecrets secrets,
            GuestLogins logins,
            Request request,
            OperationCallback callback) {
        this.handle = handle;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.logins = logins;
        this.request = request;
        this.reporter = new Reporter(handle, callback);
        this.worker = new Thread(this::work, "Hyper-V operation " + handle);
        this.worker.setDaemon(true);
    }

    String handle() {
        return handle;
    }

    /** @param delivered run when the controller has heard of the end */
    void start(Runnable delivered) {
        reporter.start(delivered, this::cancel);
        worker.start();
    }

    /** Ends the process with its descendants, and the thread. Returns at once; may be called more than once. */
    void cancel() {
        Machine open;
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            cancelled = true;
            open = machine;
        }
        worker.interrupt();
        if (open != null) {
            open.close();
        }
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    synchronized boolean isOverFor(long nanos) {
        return outcome != null && System.nanoTime() - overSince > nanos;
    }

    private void work() {
        Outcome end = carryOut();
        synchronized (this) {
            outcome = end;
            overSince = System.nanoTime();
        }
        reporter.ended(end);
    }

    private Outcome carryOut() {
        NoiseSink noise = line -> reporter.line("", "[machine] " + line);
        try (Machine opened = PowerShellMachine.open(endpoint, secrets, logins, noise)) {
            if (isCancelledAfter(opened)) {
                return Outcome.cancelled();
            }
            return Outcome.done(Operations.run(opened, request, this));
        } catch (InterruptedException e) {
            return Outcome.cancelled();
        } catch (MachineException e) {
            return failed(e.failure());
        } catch (RuntimeException | Error e) {
            // the controller must hear of an end whatever happens, or a step would wait for ever
            LOGGER.log(Level.WARNING, "the operation " + handle + " broke", e);
            return failed(AgentFailures.broken(endpoint.shownAs(), e));
        } finally {
            secrets.clear();
            logins.clear();
        }
    }

    private synchronized boolean isCancelledAfter(Machine opened) {
        machine = opened;
        return cancelled;
    }

    private synchronized Outcome failed(Failure failure) {
        if (cancelled) {
            return Outcome.cancelled();
        }
        return machine == null ? Outcome.notOpened(failure) : Outcome.failed(failure);
    }

    @Override
    public void say(String vm, String text) {
        reporter.line(vm, text);
    }

    @Override
    public void joined(String entry, MachineIdentity identity, String vmId, String vmName, List<AspectRecord> aspects) {
        reporter.joined(new Joined(entry, identity, vmId, vmName, aspects));
    }
}
