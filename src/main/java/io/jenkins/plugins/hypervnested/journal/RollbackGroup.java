package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.agent.OperationListener;
import io.jenkins.plugins.hypervnested.agent.OperationOrder;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import io.jenkins.plugins.hypervnested.agent.Outcome;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.Target;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entries that are given back in one request: of one machine, each of another VM, stopped in the same way. */
final class RollbackGroup implements OperationListener {

    private static final Logger LOGGER = Logger.getLogger(RollbackGroup.class.getName());

    /** A guest may take ten minutes to shut down, and has to be started again. */
    private static final Duration BOUND = Duration.ofMinutes(30);

    /** Inside it may take starting the VM, restarts of it, and the same of VMs in it. */
    private static final Duration BOUND_INSIDE = Duration.ofMinutes(90);

    /** What has to be equal for entries to go in one request. {@code apart} keeps two entries of one VM apart, and each that is inside. */
    record Key(
            String hostId,
            MachineIdentity machine,
            String stopPolicy,
            boolean restorePower,
            boolean rollback,
            String apart) {

        static Key of(JournalEntry entry, int round) {
            return new Key(
                    entry.hostId,
                    entry.machine(),
                    entry.stopPolicy,
                    entry.restorePower,
                    entry.rollback,
                    entry.inside == null ? String.valueOf(round) : entry.id);
        }
    }

    /** Hears that the group is over. */
    interface Over {
        /** @param waiting ids of entries that another run stands before; to be tried again soon */
        void over(RollbackGroup group, List<String> waiting);
    }

    private final Journal journal;
    private final Map<String, JournalEntry> entries = new LinkedHashMap<>();
    private final Over over;

    RollbackGroup(Journal journal, List<JournalEntry> group, Over over) {
        this.journal = journal;
        group.forEach(entry -> entries.put(entry.getId(), entry));
        this.over = over;
    }

    /** Asks for them. One that cannot even be asked for, as after a change of its file by hand, is stuck and holds up no other. */
    static void begin(Journal journal, List<JournalEntry> group, OperationStarter starter, Over over) {
        RollbackGroup rollback = new RollbackGroup(journal, group, over);
        try {
            starter.start(rollback.order(), rollback);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot ask for what is to be given back: " + rollback.ids());
            if (group.size() == 1) {
                rollback.ended(Outcome.failed(brokenEntry(group.get(0), e)));
            } else {
                group.forEach(entry -> begin(journal, List.of(entry), starter, over));
            }
        }
    }

    private static Failure brokenEntry(JournalEntry entry, RuntimeException e) {
        return new Failure.Protocol(new Failure.Details(
                "ask for what is to be given back",
                entry.hostName,
                entry.getShownName(),
                "not touched",
                "Its journal entry " + entry.id + " makes no sense: give it back with the administrator's commands on"
                        + " the machine, then forget it; and report this with Jenkins' log.",
                "",
                "",
                String.valueOf(e.getMessage())));
    }

    List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    OperationOrder order() {
        JournalEntry first = entries.values().iterator().next();
        List<Target> targets = entries.values().stream().map(this::target).toList();
        Options options = Options.defaults()
                .withRestart(Options.Restart.valueOf(first.stopPolicy))
                .withTimeout(first.inside == null ? BOUND : BOUND_INSIDE)
                .withRestorePower(first.restorePower)
                .withRollback(first.rollback)
                .withInside(first.inside == null ? null : first.inside.asInside());
        Request request = new Request(
                Request.Kind.ROLL_BACK, targets, options, first.machine(), new NameRules(List.of()), journal.asker());
        List<String> agents = entries.values().stream()
                .map(JournalEntry::getAgentName)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new OperationOrder(first.hostId, first.hostName, agents, request, first.logins(), Duration.ZERO);
    }

    private Target target(JournalEntry entry) {
        Instant now = journal.now();
        return new Target(
                entry.vm(),
                journal.holder(entry),
                entry.records(),
                entry.joinable(now),
                entry.fromJournal,
                entry.isMissingForGood(now),
                entry.isMachine() || entry.vmName.equals(entry.vmId) ? "" : entry.vmName);
    }

    @Override
    public void sending(String agent) {
        forAll(id -> journal.say(id, "through agent \"" + (agent.isEmpty() ? "built-in" : agent) + "\""));
    }

    @Override
    public void progress(String vm, String text) {
        entries.values().stream()
                .filter(e -> e.inside != null
                        || vm.isEmpty()
                        || vm.equals(e.vmName)
                        || vm.equals(e.vmAsked)
                        || vm.equals(e.vmId))
                .forEach(entry -> journal.say(entry.getId(), text));
    }

    @Override
    public void joined(Joined joined) {
        // nothing joins while it is given back
    }

    @Override
    public void ended(Outcome outcome) {
        List<String> waiting = List.of();
        try {
            waiting = waitingAfter(outcome);
        } finally {
            // whatever breaks, nothing may count as under way for ever
            over.over(this, waiting);
        }
    }

    private List<String> waitingAfter(Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.DONE) {
            return outcome.result().vms().stream()
                    .filter(vm -> !take(vm))
                    .map(VmResult::entry)
                    .toList();
        }
        StuckReason reason = StuckReason.of(outcome);
        String text = outcome.failure() == null
                ? reason.toString()
                : outcome.failure().sentence();
        journal.heed(outcome.failure());
        forAll(id -> journal.update(id, Transitions.stuck(reason, text, journal.now())));
        return List.of();
    }

    /** {@return whether it has an end; it waits otherwise} */
    private boolean take(VmResult vm) {
        vm.notes().forEach(line -> journal.say(vm.entry(), line));
        switch (vm.end()) {
            case DONE, RESTORED ->
                journal.update(
                        vm.entry(),
                        Transitions.returned(
                                entries.get(vm.entry()).rollback ? "restored" : "kept as it is, as the step said"));
            case PASSED_ON -> journal.update(vm.entry(), Transitions.passedOn());
            case WAITING -> {
                journal.update(vm.entry(), Transitions.inLine());
                return false;
            }
            case FAILED -> failed(vm);
        }
        return true;
    }

    private void failed(VmResult vm) {
        Failure failure = vm.failure();
        journal.heed(failure);
        String text = failure == null ? Messages.StuckReason_FAILED() : failure.sentence();
        if (vm.held()) {
            journal.update(vm.entry(), Transitions.stuck(StuckReason.of(failure), text, journal.now()));
        } else {
            journal.update(vm.entry(), Transitions.returned("nothing is owed: " + text));
        }
    }

    private void forAll(Consumer<String> each) {
        entries.keySet().forEach(each);
    }
}
