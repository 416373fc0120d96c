package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationHandle;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.List;

/** Agents that do what the test tells them. */
final class FakeStarter implements OperationStarter {

    static final MachineIdentity MACHINE = new MachineIdentity("8a6d", "HV-1");

    final List<Started> started = new ArrayList<>();
    boolean broken;

    @Override
    public OperationHandle start(OperationOrder order, OperationListener listener) {
        if (broken) {
            throw new IllegalStateException("nothing can be started");
        }
        Started operation = new Started(order, listener);
        started.add(operation);
        return operation;
    }

    Started only() {
        if (started.size() != 1) {
            throw new AssertionError(started.size() + " operations were started, not one");
        }
        return started.get(0);
    }

    Started last() {
        return started.get(started.size() - 1);
    }

    /** One operation. */
    static final class Started implements OperationHandle {
        final OperationOrder order;
        final OperationListener listener;
        int cancels;

        Started(OperationOrder order, OperationListener listener) {
            this.order = order;
            this.listener = listener;
        }

        @Override
        public void cancel() {
            cancels++;
        }

        List<String> asked() {
            return order.request().targets().stream().map(t -> t.vm().text()).toList();
        }

        void joinsAll() {
            for (Target target : order.request().targets()) {
                listener.joined(new Joined(
                        target.holder().entry(),
                        MACHINE,
                        "id-" + target.vm().text(),
                        target.vm().text(),
                        List.of(new AspectRecord("nesting", "", "off", "on"))));
            }
        }

        void endsAll(VmResult.End end, boolean held) {
            listener.ended(Outcome.done(new Result(
                    MACHINE,
                    List.of(),
                    order.request().targets().stream()
                            .map(t -> result(t, end, held))
                            .toList())));
        }

        /** The one VM of it, which has that id, waits for others. */
        void waits(String id) {
            Target target = order.request().targets().get(0);
            VmResult waits = new VmResult(
                    target.vm().text(),
                    target.holder().entry(),
                    id,
                    "node-1",
                    VmResult.End.WAITING,
                    false,
                    false,
                    false,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of("held by other #7"),
                    null);
            listener.ended(Outcome.done(new Result(MACHINE, List.of(), List.of(waits))));
        }

        /** Each VM fails for itself, and is still owed. */
        void failsEach(Failure failure) {
            listener.ended(Outcome.done(new Result(
                    MACHINE,
                    List.of(),
                    order.request().targets().stream()
                            .map(t -> result(t, VmResult.End.FAILED, true, failure))
                            .toList())));
        }

        void finds(FoundLease... leases) {
            listener.ended(Outcome.done(new Result(MACHINE, List.of(), List.of(), List.of(leases))));
        }

        void endsWithoutCredentials() {
            listener.ended(new Outcome(Outcome.Kind.NO_CREDENTIALS, null, refused("")));
        }

        void fails(Failure failure) {
            listener.ended(Outcome.failed(failure));
        }

        private static VmResult result(Target t, VmResult.End end, boolean held) {
            return result(t, end, held, end == VmResult.End.FAILED ? refused("HVN.DoesNotShutDown") : null);
        }

        private static VmResult result(Target t, VmResult.End end, boolean held, Failure failure) {
            return new VmResult(
                    t.vm().text(),
                    t.holder().entry(),
                    "id-" + t.vm().text(),
                    t.vm().text(),
                    end,
                    held,
                    true,
                    end == VmResult.End.DONE,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    end == VmResult.End.WAITING ? List.of("held by other #7") : List.of(),
                    failure);
        }
    }

    static Failure refused(String id) {
        return new Failure.Refused(new Failure.Details("shut down", "HV-1", "node-1", "Running", "Look.", id, "", ""));
    }
}
