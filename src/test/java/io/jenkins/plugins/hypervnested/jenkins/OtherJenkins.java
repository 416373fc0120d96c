package io.jenkins.plugins.hypervnested.jenkins;

import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Operations;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Progress;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Result;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.simulation.SharedHost;
import java.util.List;
import java.util.UUID;

/** What another controller does on a host that it shares with the tested one. */
public final class OtherJenkins {

    private final SharedHost host;
    private final String controller;
    private final String start;
    private final String run;

    /**
     * @param controller its id
     * @param start its present start
     * @param run how people know its run
     */
    public OtherJenkins(SharedHost host, String controller, String start, String run) {
        this.host = host;
        this.controller = controller;
        this.start = start;
        this.run = run;
    }

    /** Has nested virtualization on in a VM that is off. {@return the entry that holds it} */
    public String enable(String vm) throws MachineException, InterruptedException {
        String entry = UUID.randomUUID().toString();
        Target target = Target.of(VmRef.name(vm), new Holder(entry, controller + ":job#1:1", controller, start, run));
        Request request =
                new Request(Request.Kind.ENABLE, List.of(target), Options.defaults(), null, NameRules.parse("*"));
        Result result = run(request);
        if (!result.verified()) {
            throw new AssertionError(result.vms().get(0).failure());
        }
        return entry;
    }

    private Result run(Request request) throws MachineException, InterruptedException {
        try {
            return host.use(simulated -> {
                try (Machine machine = simulated.connect()) {
                    return Operations.run(machine, request, new Silent());
                } catch (InterruptedException e) {
                    throw new Interrupted(e);
                }
            });
        } catch (Interrupted e) {
            throw e.cause;
        }
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient InterruptedException cause;

        Interrupted(InterruptedException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static final class Silent implements Progress {
        @Override
        public void say(String vm, String text) {}

        @Override
        public void joined(
                String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects) {}
    }
}
