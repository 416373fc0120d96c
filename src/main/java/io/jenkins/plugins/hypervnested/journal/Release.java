package io.jenkins.plugins.hypervnested.journal;

import hudson.model.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives back what a run holds though the run goes on, and hears how that goes. What it began goes on without it: each entry knows
 * that it was released, and the sweep looks after it.
 */
public final class Release {

    /** Hears how it goes on; from threads that are not to be kept. */
    public interface Listener {

        /** A line for the build log. */
        void say(String vm, String text);

        /** Everything has an end; called at most once, and last. */
        void released(Released end);
    }

    private final String id;
    private final Journal journal;
    private final Rollback rollback;
    private final Listener listener;
    private final Runnable look = this::look;
    private final Object telling = new Object();

    private final Set<String> chosen = new LinkedHashSet<>();
    /** What was given back, each with the lines of its log that were told. */
    private final Map<String, Long> given = new LinkedHashMap<>();

    private int giving;
    private boolean saidThatItWaits;
    private boolean over;
    private boolean left;

    /**
     * Of a step that begins, or goes on after a restart.
     *
     * @param id id of the step, the same after a restart
     */
    public static Release of(String id, Run<?, ?> run, Holdings.Which which, Listener listener) {
        Journal journal = Journal.get();
        return new Release(id, journal, Rollback.get(), journal.entriesOf(run), which, listener);
    }

    Release(
            String id,
            Journal journal,
            Rollback rollback,
            List<JournalEntry> ofRun,
            Holdings.Which which,
            Listener listener) {
        this(id, journal, rollback, ofRun, listener);
        if (chosen.isEmpty()) {
            Holdings.open(ofRun, which).forEach(entry -> chosen.add(entry.id));
        }
    }

    /** Of what an earlier start of the controller had begun. */
    private Release(String id, Journal journal, Rollback rollback, List<JournalEntry> ofRun, Listener listener) {
        this.id = id;
        this.journal = journal;
        this.rollback = rollback;
        this.listener = listener;
        List<JournalEntry> before =
                ofRun.stream().filter(entry -> id.equals(entry.release)).toList();
        before.forEach(entry -> chosen.add(entry.id));
        before.stream().filter(entry -> !entry.isOpen()).forEach(this::gives);
    }

    /**
     * Of what a block holds, and of what is inside that; what the run holds beside the block is left alone.
     *
     * @param block id of the block
     */
    public static Release ofBlock(String block, Run<?, ?> run, Listener listener) {
        Journal journal = Journal.get();
        return ofBlock(block, journal, Rollback.get(), journal.entriesOf(run), listener);
    }

    static Release ofBlock(
            String block, Journal journal, Rollback rollback, List<JournalEntry> ofRun, Listener listener) {
        Release release = new Release(block, journal, rollback, ofRun, listener);
        ofRun.stream()
                .filter(entry -> block.equals(entry.block) && entry.isOpen())
                .forEach(entry -> release.chosen.add(entry.id));
        return release;
    }

    /** {@return names of what it gives back} */
    public synchronized List<String> names() {
        return Holdings.withInside(journal, chosen).stream()
                .flatMap(entry -> journal.find(entry).stream())
                .map(JournalEntry::getShownName)
                .distinct()
                .toList();
    }

    /** {@return ids of the hosts of what it gives back} */
    public synchronized Set<String> hosts() {
        return chosen.stream()
                .flatMap(entry -> journal.find(entry).stream())
                .filter(JournalEntry::isOpen)
                .map(JournalEntry::getHostId)
                .collect(Collectors.toSet());
    }

    /** Begins; the listener may hear of the end before this returns. */
    public void begin() {
        journal.addListener(look);
        look();
        boolean nobodyListens;
        synchronized (this) {
            nobodyListens = over;
        }
        if (nobodyListens) {
            // it was left before it began
            journal.removeListener(look);
        }
    }

    /**
     * It is not listened to any more.
     *
     * @return whether something was begun, which goes on
     */
    public boolean leave() {
        boolean begun;
        synchronized (this) {
            over = true;
            left = true;
            begun = !given.isEmpty();
        }
        journal.removeListener(look);
        return begun;
    }

    private void look() {
        List<JournalEntry> next = next();
        if (!next.isEmpty()) {
            next.forEach(entry -> journal.update(entry.id, Transitions.released(id)));
            rollback.giveBack(next);
            synchronized (this) {
                giving--;
            }
        }
        tell();
        Released end = end();
        if (end != null) {
            journal.removeListener(look);
            // what came between the last line and the end
            tell();
            listener.released(end);
        }
    }

    /** {@return what can be given back now} While a step of the run works on something of it, that is nothing. */
    private List<JournalEntry> next() {
        JournalEntry busy;
        List<JournalEntry> next = List.of();
        synchronized (this) {
            if (over) {
                return next;
            }
            chosen.addAll(Holdings.withInside(journal, chosen));
            List<JournalEntry> open = chosen.stream()
                    .filter(entry -> !given.containsKey(entry))
                    .flatMap(entry -> journal.find(entry).stream())
                    .filter(JournalEntry::isOpen)
                    .toList();
            busy = open.stream().filter(entry -> entry.operating).findFirst().orElse(null);
            if (busy == null) {
                next = open;
                next.forEach(this::gives);
                giving += next.isEmpty() ? 0 : 1;
            } else if (saidThatItWaits) {
                busy = null;
            } else {
                saidThatItWaits = true;
            }
        }
        if (busy != null) {
            listener.say(busy.getShownName(), Messages.Release_waits());
        }
        return next;
    }

    private void gives(JournalEntry entry) {
        given.put(entry.id, entry.log.added());
    }

    private void tell() {
        synchronized (telling) {
            for (JournalEntry entry : entries()) {
                List<String> lines;
                synchronized (this) {
                    lines = left ? List.of() : entry.log.after(given.get(entry.id));
                    given.merge(entry.id, entry.log.added(), Math::max);
                }
                lines.forEach(line -> listener.say(entry.getShownName(), line));
            }
        }
    }

    private synchronized List<JournalEntry> entries() {
        return given.keySet().stream()
                .flatMap(entry -> journal.find(entry).stream())
                .toList();
    }

    /** {@return the end of it; null while something goes on, and when that was told already} */
    private synchronized Released end() {
        boolean waits = chosen.stream()
                .filter(entry -> !given.containsKey(entry))
                .anyMatch(entry ->
                        journal.find(entry).filter(JournalEntry::isOpen).isPresent());
        if (over || giving > 0 || waits || !entries().stream().allMatch(this::hasEnd)) {
            return null;
        }
        over = true;
        return result();
    }

    /** One that waits in vain is looked at again as soon as what it waits for has an end. */
    private boolean hasEnd(JournalEntry entry) {
        if (!entry.isOpen()) {
            return true;
        }
        if (entry.state != JournalEntry.State.STUCK) {
            return false;
        }
        List<JournalEntry> inside = Nesting.openInside(journal, entry);
        return entry.stuckReason != StuckReason.WAITS_FOR
                || !inside.isEmpty() && inside.stream().allMatch(this::hasEnd);
    }

    private Released result() {
        Map<String, List<JournalEntry>> vms = entries().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.hostId + '/' + entry.getShownName(), LinkedHashMap::new, Collectors.toList()));
        List<String> released = new ArrayList<>();
        List<String> passedOn = new ArrayList<>();
        List<Released.Stuck> stuck = new ArrayList<>();
        for (List<JournalEntry> ofVm : vms.values()) {
            String name = ofVm.get(0).getShownName();
            List<JournalEntry> left = ofVm.stream()
                    .filter(entry -> entry.state != JournalEntry.State.RETURNED)
                    .toList();
            left.forEach(entry -> stuck.add(new Released.Stuck(name, error(entry))));
            if (left.isEmpty()) {
                (lastOf(ofVm).passedOn ? passedOn : released).add(name);
            }
        }
        return new Released(released, passedOn, stuck);
    }

    /** The others were left to this one, which tells what became of the VM. */
    private static JournalEntry lastOf(List<JournalEntry> ofVm) {
        return ofVm.stream()
                .max(Comparator.comparing(JournalEntry::getChanged).thenComparing(entry -> -entry.sequence))
                .orElseThrow();
    }

    private static String error(JournalEntry entry) {
        return entry.forgottenBy == null
                ? entry.stuckText
                : Messages.Release_forgotten(entry.forgottenBy, entry.forgottenReason);
    }
}
