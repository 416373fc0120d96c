package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.agent.AgentOperations;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Gives entries back: the one path that every trigger takes. Doing it twice, or from several triggers at once, does it once.
 */
@Extension
public final class Rollback {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private final Supplier<Journal> journal;
    private final Supplier<OperationStarter> starter;
    private final Supplier<ScheduledExecutorService> timer;
    private final Remedies remedies = new Remedies();
    private final Set<String> underWay = new HashSet<>();
    /** Entries that wait until a later one of their run on the same VM was given back. */
    private final Set<String> behind = new LinkedHashSet<>();

    /** For Jenkins. */
    public Rollback() {
        this(Journal::get, AgentOperations::get, AgentThreads::shared);
    }

    Rollback(Supplier<Journal> journal, Supplier<OperationStarter> starter, Supplier<ScheduledExecutorService> timer) {
        this.journal = journal;
        this.starter = starter;
        this.timer = timer;
    }

    public static Rollback get() {
        return ExtensionList.lookupSingleton(Rollback.class);
    }

    /** {@return what will be given back when that run ends} */
    public List<JournalEntry> owedBy(Run<?, ?> run) {
        return journal.get().entriesOf(run).stream()
                .filter(JournalEntry::isOpen)
                .toList();
    }

    /** A run has ended. */
    public void runEnded(Run<?, ?> run) {
        giveBack(owedBy(run));
    }

    /** A run was deleted. */
    public void runDeleted(Run<?, ?> run) {
        gone(entry -> RunKeys.isOf(entry, run));
    }

    /** A job, or a folder with jobs in it, was deleted, its runs with it. */
    public void itemDeleted(String fullName) {
        gone(entry -> isWithin(entry.getJobName(), fullName));
    }

    private void gone(Predicate<JournalEntry> which) {
        Journal to = journal.get();
        List<JournalEntry> open = to.openEntries().stream().filter(which).toList();
        open.forEach(entry -> to.update(entry.getId(), e -> e.runGone = true));
        giveBack(open);
    }

    /** A job or a folder moved. */
    public void itemMoved(String oldName, String newName) {
        for (JournalEntry entry : journal.get().entries()) {
            if (isWithin(entry.getJobName(), oldName)) {
                String moved = newName + entry.getJobName().substring(oldName.length());
                journal.get().update(entry.getId(), Transitions.moved(moved));
            }
        }
    }

    private static boolean isWithin(String name, String item) {
        return name.equals(item) || name.startsWith(item + '/');
    }

    /** An agent came: whatever waits for one is tried at once. */
    public void agentCame() {
        giveBack(remedies.agentCame(journal.get()));
    }

    /** The configuration of hosts was changed: whatever that may have put right is tried at once. */
    public void hostsChanged(Predicate<String> configured) {
        giveBack(remedies.hostsChanged(journal.get(), configured));
    }

    /**
     * Tries it now, whatever it waits for. The caller has checked that this person may.
     *
     * @param by who wants it
     */
    public void retry(String entryId, String by) {
        journal.get().find(entryId).filter(JournalEntry::isOpen).ifPresent(entry -> {
            journal.get().say(entryId, "retried by " + by);
            giveBack(List.of(entry));
        });
    }

    /**
     * Tries it now, though what is inside was not given back. The caller has checked that this person may.
     *
     * @param by who decided that
     */
    public void retryAlone(String entryId, String by) {
        journal.get().find(entryId).filter(JournalEntry::isOpen).ifPresent(entry -> {
            journal.get().update(entryId, Transitions.alone(by));
            giveBack(List.of(entry));
        });
    }

    /**
     * Tries it now with other guest credentials, which are looked up where the old ones were. The caller has checked that this
     * person may.
     *
     * @param login what the step called the old ones
     * @param credentialsId the id of the new ones
     * @param by who decided that
     */
    public void retryWith(String entryId, String login, String credentialsId, String by) {
        journal.get().find(entryId).filter(JournalEntry::isOpen).ifPresent(entry -> {
            journal.get().update(entryId, Transitions.credentials(login, credentialsId, by));
            giveBack(List.of(entry));
        });
    }

    /**
     * Gives up on it. The caller has checked that this person may.
     *
     * @throws IllegalArgumentException when there is no reason
     */
    public void forget(String entryId, String by, String reason) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("a reason is needed to forget an entry");
        }
        journal.get()
                .find(entryId)
                .filter(JournalEntry::isOpen)
                .ifPresent(entry -> journal.get()
                        .update(
                                entryId,
                                Transitions.forgotten(
                                        by, reason.strip(), journal.get().now())));
        giveBack(Nesting.waitingFor(journal.get(), List.of(entryId)));
    }

    /** Gives back what is owed and can be given back; what is under way already is left alone. */
    public void giveBack(List<JournalEntry> wanted) {
        Journal from = journal.get();
        if (!from.mayAct()) {
            return;
        }
        long before = remedies.count();
        List<JournalEntry> heldUp = new ArrayList<>();
        List<JournalEntry> taken = take(from, wanted, heldUp);
        taken.forEach(entry -> from.update(entry.getId(), Transitions.returning()));
        heldUp.forEach(entry -> Nesting.noteWait(from, entry, from.now()));
        noteBehind(from, wanted);
        for (List<JournalEntry> group : grouped(from, taken).values()) {
            RollbackGroup.begin(from, group, starter.get(), (over, waiting) -> over(over, waiting, before));
        }
        List<JournalEntry> free = heldUp.stream()
                .filter(entry -> Nesting.openInside(from, entry).isEmpty())
                .toList();
        if (!free.isEmpty()) {
            giveBack(free);
        }
    }

    /**
     * {@return those that are given back now, the earliest first} Of one run and one VM that is the last alone; the others follow.
     *
     * @param heldUp takes those that wait for what is inside them
     */
    private List<JournalEntry> take(Journal from, List<JournalEntry> wanted, List<JournalEntry> heldUp) {
        List<JournalEntry> taken = new ArrayList<>();
        List<JournalEntry> lastFirst = wanted.stream()
                .map(asked -> from.find(asked.getId()).orElse(asked))
                .filter(JournalEntry::isOpen)
                .sorted(Comparator.comparingLong((JournalEntry entry) -> entry.sequence)
                        .reversed())
                .toList();
        synchronized (underWay) {
            for (JournalEntry entry : lastFirst) {
                if (underWay.contains(entry.getId()) || isClosed(from, entry)) {
                    continue;
                }
                if (!Nesting.openInside(from, entry).isEmpty()) {
                    heldUp.add(entry);
                } else if (isBehindAnother(from, entry)) {
                    behind.add(entry.getId());
                } else {
                    underWay.add(entry.getId());
                    taken.add(0, entry);
                }
            }
        }
        return taken;
    }

    /** Another trigger may have given it back since it was looked at. */
    private static boolean isClosed(Journal from, JournalEntry entry) {
        return from.find(entry.getId()).filter(JournalEntry::isOpen).isEmpty();
    }

    private void noteBehind(Journal from, List<JournalEntry> wanted) {
        List<String> waiting;
        synchronized (underWay) {
            waiting = wanted.stream()
                    .map(JournalEntry::getId)
                    .filter(behind::contains)
                    .toList();
        }
        waiting.stream()
                .flatMap(id -> from.find(id).stream())
                .filter(entry -> entry.getState() != JournalEntry.State.RETURNING)
                .forEach(entry ->
                        from.update(entry.getId(), Transitions.waits(from.now(), Messages.Rollback_laterFirst())));
    }

    private boolean isBehindAnother(Journal from, JournalEntry entry) {
        return underWay.stream()
                .flatMap(id -> from.find(id).stream())
                .anyMatch(other -> other.runKey.equals(entry.runKey)
                        && !other.isMachine()
                        && !entry.isMachine()
                        && Conflicts.mayBeSameVm(other, entry));
    }

    private static Map<RollbackGroup.Key, List<JournalEntry>> grouped(Journal from, List<JournalEntry> taken) {
        Map<RollbackGroup.Key, List<JournalEntry>> groups = new LinkedHashMap<>();
        Map<String, Integer> rounds = new HashMap<>();
        for (JournalEntry old : taken) {
            JournalEntry entry = from.find(old.getId()).orElse(old);
            String vm = entry.vmId.isEmpty() ? entry.vmAsked : entry.vmId;
            int round = rounds.merge(entry.hostId + '/' + vm, 1, Integer::sum);
            groups.computeIfAbsent(RollbackGroup.Key.of(entry, round), key -> new ArrayList<>())
                    .add(entry);
        }
        return groups;
    }

    private void over(RollbackGroup group, List<String> waiting, long before) {
        synchronized (underWay) {
            group.ids().forEach(underWay::remove);
        }
        if (!waiting.isEmpty()) {
            timer.get().schedule(() -> again(waiting), ASK_AGAIN.toSeconds(), TimeUnit.SECONDS);
        }
        giveBack(Nesting.waitingFor(journal.get(), group.ids()));
        List<String> next;
        synchronized (underWay) {
            next = List.copyOf(behind);
            behind.clear();
        }
        again(next);
        giveBack(remedies.missed(journal.get(), group.ids(), before));
    }

    private void again(List<String> ids) {
        giveBack(ids.stream().flatMap(id -> journal.get().find(id).stream()).toList());
    }
}
