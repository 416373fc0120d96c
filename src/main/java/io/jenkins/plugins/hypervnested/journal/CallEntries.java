package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.Joined;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The journal's entries of one call; none at all for a check and a dry run. */
final class CallEntries {

    private final CallOrder order;
    private final Journal journal;

    CallEntries(CallOrder order, Journal journal) {
        this.order = order;
        this.journal = journal;
    }

    /** Whether the journal lets the call begin. */
    boolean mayBegin() {
        return !order.recorded() || journal.mayAct();
    }

    /** Whether that is only because Jenkins is not fully up yet. */
    boolean isStarting() {
        return journal.controller().isStarting();
    }

    /** {@return entries of others that have to be done first} */
    List<JournalEntry> blockers() {
        if (!order.recorded()) {
            return List.of();
        }
        List<JournalEntry> all = journal.openEntries();
        return ids().stream()
                .map(id -> journal.find(id).orElse(null))
                .filter(Objects::nonNull)
                .flatMap(entry -> Conflicts.before(entry, all).stream())
                .filter(other -> !ids().contains(other.id))
                .toList();
    }

    void sendingThrough(String agent) {
        updateAll(Transitions.sendingThrough(agent));
    }

    /** Nothing reached the machine. A call that was sent before the controller's restart may have joined then. */
    void neverSent() {
        if (!order.resumed()) {
            updateAll(Transitions.neverSent());
        }
    }

    void neverSentIf(boolean turnNeverCame) {
        if (turnNeverCame) {
            neverSent();
        }
    }

    void over() {
        updateAll(entry -> entry.operating = false);
    }

    void joined(Joined joined) {
        update(joined.entry(), Transitions.held(joined));
        link(joined.entry());
    }

    Asker asker() {
        return journal.asker();
    }

    void heed(Failure failure) {
        journal.heed(failure);
    }

    /** @param heldBefore whether an earlier asking of the same call held it */
    void settled(VmResult vm, MachineIdentity machine, boolean heldBefore) {
        heed(vm.failure());
        boolean unproven = (order.resumed() || heldBefore) && vm.end() == VmResult.End.FAILED && !vm.held();
        // what was joined before may have lost its lease since, or have one that cannot be read: a rollback looks
        update(vm.entry(), Transitions.settled(unproven ? vm.asHeld() : vm, machine));
        link(vm.entry());
    }

    /** More is known of it now. */
    private void link(String id) {
        if (order.recorded()) {
            Nesting.link(journal, id);
        }
    }

    private void updateAll(Consumer<JournalEntry> change) {
        ids().forEach(id -> update(id, change));
    }

    private void update(String id, Consumer<JournalEntry> change) {
        if (order.recorded()) {
            journal.update(id, change);
        }
    }

    private List<String> ids() {
        return order.targets().stream().map(t -> t.holder().entry()).toList();
    }
}
