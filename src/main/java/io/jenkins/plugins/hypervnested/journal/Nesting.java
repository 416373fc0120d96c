package io.jenkins.plugins.hypervnested.journal;

import java.time.Instant;
import java.util.List;

/**
 * Machines inside machines: what a run holds inside a VM is given back before what it holds of the VM itself, and of two things
 * inside the one that came later.
 */
final class Nesting {

    private Nesting() {}

    /** Whether the inner one has to be given back before the outer one. */
    static boolean comesFirst(JournalEntry inner, JournalEntry outer) {
        if (inner.id.equals(outer.id)
                || !inner.runKey.equals(outer.runKey)
                || !Conflicts.mayMeet(inner, outer)
                || inner.dependsOn.contains(outer.id)) {
            return false;
        }
        return Conflicts.isWithin(inner, outer)
                || inner.inside != null && (outer.inside == null || inner.sequence > outer.sequence);
    }

    /** Makes entries wait for others, or no longer, by what is known of an entry now. */
    static void link(Journal journal, String id) {
        JournalEntry entry = journal.find(id).orElse(null);
        if (entry == null || !entry.isOpen()) {
            return;
        }
        for (JournalEntry other : journal.openEntries()) {
            order(journal, id, other.id);
            order(journal, other.id, id);
        }
    }

    private static void order(Journal journal, String innerId, String outerId) {
        JournalEntry inner = journal.find(innerId).orElse(null);
        JournalEntry outer = journal.find(outerId).orElse(null);
        if (inner == null || outer == null) {
            return;
        }
        boolean waits = comesFirst(inner, outer) && !restsOnAnother(journal, inner, outer);
        if (waits && outer.state == JournalEntry.State.RETURNING) {
            // what comes now waits until that was given back
            return;
        }
        if (waits != outer.dependsOn.contains(innerId)) {
            journal.update(outerId, Transitions.waitsFor(innerId, waits));
        }
    }

    /**
     * Whether what is inside a VM does not need that entry of the VM itself: where a run holds the VM several times for the same, by
     * blocks in blocks or side by side, it rests on the one of its own block, else on the newest that was there when it came.
     */
    private static boolean restsOnAnother(Journal journal, JournalEntry inner, JournalEntry outer) {
        if (inner.inside == null || outer.inside != null || Conflicts.isWithin(inner, outer)) {
            return false;
        }
        JournalEntry own = null;
        for (JournalEntry each : journal.openEntries()) {
            if (isAlike(each, outer) && each.sequence < inner.sequence && carries(each, inner)) {
                boolean better = own == null || !isOfBlock(own, inner) || isOfBlock(each, inner);
                own = better ? each : own;
            }
        }
        return own != null && !own.id.equals(outer.id);
    }

    /** One that is being given back carries nothing that came after that. */
    private static boolean carries(JournalEntry outer, JournalEntry inner) {
        return outer.state != JournalEntry.State.RETURNING || outer.dependsOn.contains(inner.id);
    }

    private static boolean isOfBlock(JournalEntry outer, JournalEntry inner) {
        return inner.block != null && inner.block.equals(outer.block);
    }

    /** Whether two entries of a run certainly want the same of the same VM. */
    private static boolean isAlike(JournalEntry one, JournalEntry other) {
        return one.inside == null
                && !one.isMachine()
                && one.runKey.equals(other.runKey)
                && one.hostId.equals(other.hostId)
                && one.wanted.equals(other.wanted)
                && (one.vmAsked.equals(other.vmAsked) || !one.vmId.isEmpty() && one.vmId.equals(other.vmId));
    }

    /** {@return what is still open of that which an entry waits for} */
    static List<JournalEntry> openInside(Journal journal, JournalEntry outer) {
        return outer.dependsOn.stream()
                .flatMap(id -> journal.find(id).stream())
                .filter(JournalEntry::isOpen)
                .toList();
    }

    /** Says of an entry that is to be given back what it waits for. */
    static void noteWait(Journal journal, JournalEntry asked, Instant now) {
        JournalEntry outer = journal.find(asked.id).orElse(asked);
        List<JournalEntry> inside = openInside(journal, outer);
        JournalEntry stuck = inside.stream()
                .filter(entry -> entry.state == JournalEntry.State.STUCK)
                .findFirst()
                .orElse(null);
        if (isInVain(outer) || inside.isEmpty()) {
            return;
        }
        if (stuck != null) {
            String text = Messages.Nesting_waitsInVain(stuck.wanted, stuck.getShownName(), stuck.stuckReason);
            journal.update(outer.id, Transitions.waitsInVain(now, text));
        } else if (outer.state != JournalEntry.State.RETURNING) {
            JournalEntry first = inside.get(0);
            journal.update(
                    outer.id, Transitions.waits(now, Messages.Nesting_waits(first.wanted, first.getShownName())));
        }
    }

    /** {@return what waits for any of those entries and was to be given back} */
    static List<JournalEntry> waitingFor(Journal journal, List<String> ids) {
        return journal.openEntries().stream()
                .filter(entry -> entry.state == JournalEntry.State.RETURNING || isInVain(entry))
                .filter(entry -> entry.dependsOn.stream().anyMatch(ids::contains))
                .toList();
    }

    private static boolean isInVain(JournalEntry entry) {
        return entry.state == JournalEntry.State.STUCK && entry.stuckReason == StuckReason.WAITS_FOR;
    }
}
