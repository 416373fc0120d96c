package io.jenkins.plugins.hypervnested.journal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * What comes that may put right what entries are stuck for. It may come while an attempt is just failing for lack of it, whose entries
 * are not stuck yet: those are found when the attempt is over.
 */
final class Remedies {

    /** What an agent may put right. */
    private static final Set<StuckReason> BY_AGENT = EnumSet.of(StuckReason.NO_AGENT, StuckReason.AGENT_LOST);

    /** What another configuration of the host may put right. */
    private static final Set<StuckReason> BY_CONFIGURATION = EnumSet.of(
            StuckReason.HOST_REMOVED,
            StuckReason.NO_AGENT,
            StuckReason.CREDENTIALS_GONE,
            StuckReason.WRONG_MACHINE,
            StuckReason.UNREACHABLE);

    private final AtomicLong came = new AtomicLong();

    /** {@return how many have come so far, to be asked before an attempt begins} */
    long count() {
        return came.get();
    }

    /** An agent came. {@return what is stuck for lack of one} */
    List<JournalEntry> agentCame(Journal journal) {
        came.incrementAndGet();
        return stuck(journal.openEntries(), BY_AGENT);
    }

    /** Hosts were configured. {@return what is stuck on those that are configured, and may not be any more} */
    List<JournalEntry> hostsChanged(Journal journal, Predicate<String> configured) {
        came.incrementAndGet();
        return stuck(journal.openEntries(), BY_CONFIGURATION).stream()
                .filter(entry -> configured.test(entry.getHostId()))
                .toList();
    }

    /** {@return those that got stuck in an attempt during which something came, counted before it began} */
    List<JournalEntry> missed(Journal journal, List<String> ids, long before) {
        if (came.get() == before) {
            return List.of();
        }
        Set<StuckReason> either = EnumSet.copyOf(BY_CONFIGURATION);
        either.addAll(BY_AGENT);
        return stuck(ids.stream().flatMap(id -> journal.find(id).stream()).toList(), either);
    }

    private static List<JournalEntry> stuck(List<JournalEntry> entries, Set<StuckReason> reasons) {
        return entries.stream()
                .filter(entry -> entry.getState() == JournalEntry.State.STUCK)
                .filter(entry -> reasons.contains(entry.getStuckReason()))
                .toList();
    }
}
