package io.jenkins.plugins.hypervnested.journal;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.operation.Asker;
import io.jenkins.plugins.hypervnested.operation.Holder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * All entries of this controller. What it gives out is never changed; {@link #update} puts a changed copy in its place, saved
 * before anybody sees it.
 */
@Extension
public final class Journal {

    private static final Logger LOGGER = Logger.getLogger(Journal.class.getName());

    private final EntryStore store;
    private final EntryFiles files;
    private final Controller controller;
    private final Map<String, JournalEntry> entries = new LinkedHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AgentlessHosts agentless = new AgentlessHosts();
    private long lastSequence;

    /** For Jenkins: the journal of its home. */
    public Journal() {
        this(folder());
    }

    private Journal(File folder) {
        this(new XmlEntryStore(new File(folder, "journal")), Controller.at(folder));
    }

    Journal(EntryStore store, Controller controller) {
        this.store = store;
        this.files = new EntryFiles(store);
        this.controller = controller;
        try {
            store.load().stream()
                    .sorted(Comparator.comparingLong(entry -> entry.sequence))
                    .forEach(entry -> entries.put(entry.getId(), entry));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of Hyper-V nested virtualization cannot be read", e);
        }
        lastSequence =
                entries.values().stream().mapToLong(e -> e.sequence).max().orElse(0);
    }

    private static File folder() {
        return new File(Jenkins.get().getRootDir(), "hyperv-nested-virtualization");
    }

    public static Journal get() {
        return ExtensionList.lookupSingleton(Journal.class);
    }

    /** {@return all entries, the oldest first; closed ones are kept for a month, at most a thousand} */
    public synchronized List<JournalEntry> entries() {
        return new ArrayList<>(entries.values());
    }

    public List<JournalEntry> openEntries() {
        return entries().stream().filter(JournalEntry::isOpen).toList();
    }

    public List<JournalEntry> entriesOf(Run<?, ?> run) {
        return entries().stream().filter(e -> RunKeys.isOf(e, run)).toList();
    }

    public synchronized Optional<JournalEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** {@return files of entries that are there and cannot be read} */
    public List<String> unreadable() {
        return store.unreadable();
    }

    /** {@return whether another JVM acts on this home, or may} Then nothing is begun and nothing is given back here. */
    public boolean isReadOnly() {
        return !controller.isActing();
    }

    /** {@return why nothing is done until somebody decides which Jenkins this is, localised} */
    public Optional<String> frozenReason() {
        return controller.frozenReason();
    }

    /** Whether something may be begun or given back now. */
    public boolean mayAct() {
        return !controller.isStarting()
                && controller.isRecorded()
                && !isReadOnly()
                && frozenReason().isEmpty();
    }

    /** This is the one Jenkins, it moved. */
    public void confirmMoved() {
        controller.confirmMoved();
        changed();
    }

    /** This is a copy: it becomes another controller and forgets what the original holds. */
    public void declareCopy(String by) {
        for (JournalEntry entry : openEntries()) {
            update(entry.getId(), Transitions.forgotten(by, Messages.Journal_copy(), now()));
        }
        controller.becomeAnother();
        changed();
    }

    /** {@return names of hosts with open entries that have had no agent for ten minutes} */
    public List<String> hostsWithoutAgent() {
        return hostsWithoutAgent(now());
    }

    List<String> hostsWithoutAgent(Instant when) {
        return agentless.at(when);
    }

    /**
     * Looks which hosts with open entries have no agent. Called by the sweep.
     *
     * @param hasAgent whether the host of that id has one, or is not there any more
     */
    void noteAgents(Predicate<String> hasAgent, Instant when) {
        agentless.note(openEntries(), hasAgent, when);
    }

    /** @param listener run after each change and each line of a log, from any thread; must be short */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    /**
     * Makes an entry, or gives the one of that id when it is there: a step that goes on after a restart asks again.
     *
     * @throws IOException when it could not be saved; then nothing may be sent
     */
    public JournalEntry intend(String id, Origin origin, HostRef host, Intent intent) throws IOException {
        return begin(id, origin, host, intent, entry -> entry.operating = true);
    }

    /** The same, with something done to an entry that is made before it is saved. */
    JournalEntry begin(String id, Origin origin, HostRef host, Intent intent, Consumer<JournalEntry> first)
            throws IOException {
        synchronized (this) {
            JournalEntry there = entries.get(id);
            if (there != null) {
                return there;
            }
            JournalEntry entry = new JournalEntry(id, ++lastSequence, origin, host, intent, now());
            first.accept(entry);
            store.save(entry);
            entries.put(id, entry);
        }
        Nesting.link(this, id);
        changed();
        return find(id).orElseThrow();
    }

    /**
     * The call that these entries are of does not come about: this start of the controller sends nothing for them.
     *
     * @param sentBefore whether an earlier start may have; then they stay owed, and only hold up no later call of their run
     */
    public void withdraw(List<String> ids, boolean sentBefore) {
        if (!isReadOnly()) {
            ids.forEach(id -> update(id, sentBefore ? Transitions.operating(false) : Transitions.neverSent()));
        }
    }

    /** {@return who holds for an entry, as a lease names it} */
    public Holder holder(JournalEntry entry) {
        return new Holder(entry.id, entry.runKey, controller.instanceId(), controller.incarnation(), entry.shownAs);
    }

    /** A lease names that start of this controller; one that it does not know freezes everything. */
    void met(String start) {
        controller.met(start);
        changed();
    }

    /** Looks whether a failure says that there is another who takes itself for this controller. */
    void heed(Failure failure) {
        UnknownStart.in(failure).ifPresent(this::met);
    }

    /** {@return this controller as it knows itself, for every request} */
    Asker asker() {
        return controller.asker();
    }

    /** {@return who asks for nothing that a lease would name: a check, a dry run} */
    public Holder guest(String id, Origin origin) {
        return new Holder(id, origin.runKey(), controller.instanceId(), controller.incarnation(), origin.shownAs());
    }

    /** {@return the run as entries know it} */
    public Origin originOf(Run<?, ?> run) {
        String key = entriesOf(run).stream()
                .map(entry -> entry.runKey)
                .findFirst()
                .orElseGet(() -> RunKeys.of(run, controller.instanceId()));
        return new Origin(run.getExternalizableId(), key, run.getParent().getFullName(), RunKeys.shownAs(run));
    }

    /**
     * Changes a copy of the entry, saves it and puts it in its place. An id that is not there any more is passed over. Where another JVM acts
     * on this home the file is that one's, and is left alone.
     */
    void update(String id, Consumer<JournalEntry> change) {
        synchronized (this) {
            JournalEntry changed = changedCopy(id, change);
            if (changed == null) {
                return;
            }
            if (isReadOnly()) {
                files.keepLater(changed);
            } else {
                files.keep(changed);
            }
        }
        changed();
    }

    /** Adds a line to an entry's log; it is saved with the entry's next change. */
    void say(String id, String text) {
        synchronized (this) {
            changedCopy(id, Transitions.said(text));
        }
        changed();
    }

    private JournalEntry changedCopy(String id, Consumer<JournalEntry> change) {
        JournalEntry there = entries.get(id);
        if (there == null) {
            return null;
        }
        JournalEntry copy = there.copy();
        change.accept(copy);
        copy.changed = now().toEpochMilli();
        entries.put(id, copy);
        return copy;
    }

    /** Saves what could not be saved before, and drops closed entries that are old; not where another JVM acts on this home. */
    synchronized void tidy(Instant now) {
        if (!isReadOnly()) {
            files.tidy(entries, now);
        }
    }

    /** {@return the time by the controller's clock} */
    Instant now() {
        return controller.now();
    }

    Controller controller() {
        return controller;
    }

    /** Tells those who listen that they may look again. One that breaks keeps neither the others from it nor whoever made the change. */
    void changed() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "one who listens to the journal broke", e);
            }
        }
    }
}
