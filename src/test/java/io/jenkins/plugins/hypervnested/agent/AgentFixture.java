package io.jenkins.plugins.hypervnested.agent;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Holder;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests, results and a listener for tests of the crossing. */
final class AgentFixture {

    static final MachineIdentity MACHINE = new MachineIdentity("8a6d", "HV-1");

    private AgentFixture() {}

    static Request request(String... entries) {
        List<Target> targets = Arrays.stream(entries)
                .map(e -> Target.of(VmRef.name("node-1"), new Holder(e, "run", "controller", "start", "run #1")))
                .toList();
        return new Request(Request.Kind.ENABLE, targets, Options.defaults(), null, new NameRules(List.of("*")));
    }

    static VmResult done(String entry, String name) {
        return new VmResult(
                "node-1",
                entry,
                "id-1",
                name,
                VmResult.End.DONE,
                true,
                true,
                true,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    /** Keeps what it hears. */
    static final class Ear implements OperationListener {
        final List<String> heard = new ArrayList<>();
        final List<Outcome> ends = new ArrayList<>();

        @Override
        public void sending(String agent) {
            heard.add("sending " + agent);
        }

        @Override
        public void progress(String vm, String text) {
            heard.add(vm + ": " + text);
        }

        @Override
        public void joined(Joined joined) {
            heard.add("joined " + joined.entry());
        }

        @Override
        public void ended(Outcome outcome) {
            ends.add(outcome);
        }
    }
}
