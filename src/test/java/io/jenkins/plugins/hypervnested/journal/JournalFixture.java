package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A journal with all that works on it, on agents that do what the test tells them. */
final class JournalFixture {

    static final HostRef HOST = new HostRef("host-id", "lab-host");

    final MemoryStore store = new MemoryStore();
    final FakeController controller = new FakeController();
    final Journal journal = new Journal(store, controller);
    final FakeStarter agents = new FakeStarter();
    final ManualTimer timer = new ManualTimer();
    final WaitingRoom room = new WaitingRoom(() -> agents, () -> timer, () -> Runnable::run, InstantSource.system());
    final Surveys surveys = new Surveys(() -> journal, () -> agents);
    final Rollback rollback = new Rollback(() -> journal, () -> agents, () -> timer);
    final Decisions decisions = new Decisions(journal, rollback);
    final Instant deadline = Instant.now().plusSeconds(900);

    static Origin run(String job) {
        return new Origin(job + "#1", "instance:" + job + "#1:1000", job, job + " #1");
    }

    JournalEntry entry(String job, String vm) {
        return entry(job, vm, HOST, Options.defaults());
    }

    JournalEntry entry(String job, String vm, HostRef host, Options options) {
        return entry(job, host, new Intent(vm, "on", options, List.of()));
    }

    JournalEntry entry(String job, HostRef host, Intent intent) {
        try {
            return journal.intend(UUID.randomUUID().toString(), run(job), host, intent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JournalEntry held(String job, String vm) {
        return held(entry(job, vm));
    }

    /** What is held inside a VM. */
    JournalEntry heldInside(String job, String vm) {
        return held(inside(job, vm));
    }

    /** What is wanted inside a VM; inside the machine itself where that is empty. */
    JournalEntry inside(String job, String vm, String... guests) {
        List<Nat.Guest> all = Arrays.stream(guests)
                .map(guest -> new Nat.Guest(guest, "10.0.0.2", 24, "", List.of(), "", false, "guest"))
                .toList();
        Nat nat = new Nat("VmNAT", "LocalNAT", "10.0.0.0/24", "10.0.0.1", all);
        Options options = Options.defaults().withInside(new Inside("guest", nat));
        CredentialUse credentials = new CredentialUse("guest", "guest-id", job, false);
        return entry(job, HOST, new Intent(vm, "nat VmNAT 10.0.0.0/24", options, List.of(credentials)));
    }

    private JournalEntry held(JournalEntry entry) {
        String vm = entry.getVmAsked();
        journal.update(entry.getId(), e -> {
            e.state = JournalEntry.State.HELD;
            e.operating = false;
            e.vmId = vm.isEmpty() ? "" : "id-" + vm;
            e.agentName = "agent-1";
        });
        return now(entry);
    }

    JournalEntry now(JournalEntry entry) {
        return journal.find(entry.getId()).orElseThrow();
    }

    Call call(String job, String... vms) {
        return call(false, job, vms);
    }

    Call call(boolean resumed, String job, String... vms) {
        List<JournalEntry> entries = new ArrayList<>();
        for (String vm : vms) {
            entries.add(entry(job, vm));
        }
        Call call = new Call();
        call.entries = entries;
        List<Target> targets = entries.stream()
                .map(e -> Target.of(VmRef.parse(e.getVmAsked()), journal.holder(e)))
                .toList();
        call.call = new StepCall(
                new CallOrder(
                        Request.Kind.ENABLE,
                        HOST,
                        targets,
                        Options.defaults(),
                        List.of(),
                        new NameRules(List.of("*")),
                        List.of(),
                        deadline,
                        true,
                        resumed),
                journal,
                agents,
                room,
                call);
        call.call.begin();
        return call;
    }

    /** A step's call and what it heard. */
    static final class Call implements CallListener {
        StepCall call;
        List<JournalEntry> entries;
        final List<String> lines = new ArrayList<>();
        CallResult result;

        @Override
        public void say(String vm, String text) {
            lines.add((vm.isEmpty() ? "" : vm + ": ") + text);
        }

        @Override
        public void finished(CallResult end) {
            if (result != null) {
                throw new AssertionError("it ended twice");
            }
            result = end;
        }
    }
}
