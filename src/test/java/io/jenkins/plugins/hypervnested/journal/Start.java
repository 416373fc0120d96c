package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.OperationStarter;
import java.io.IOException;
import java.util.List;

/** One start of a controller: everything that is gone when it goes down, the real classes on what {@link Home} keeps. */
final class Start {

    private static final long COMES_UP = 4_000;
    private static final long AGENTS_NOTICE = 2_000;
    private static final long SWEEP = 60_000;

    final Home home;
    final ClockedController controller;
    final Links links;
    final OperationStarter starter;
    final Journal journal;
    final Rollback rollback;
    final WaitingRoom room;
    private final Recovery recovery;
    boolean stopping;
    private boolean dead;

    Start(Home home, Instance instance) {
        this.home = home;
        this.controller = new ClockedController(instance, home::clock);
        instance.began();
        home.save(instance);
        WorldTimer timer = new WorldTimer(this);
        links = new Links(this, home.variant.serialises);
        starter = home.variant.starter(links, this);
        journal = new Journal(new Kept(), controller);
        rollback = new Rollback(() -> journal, () -> starter, () -> timer);
        room = new WaitingRoom(
                () -> starter, () -> timer, () -> body -> task("a worker goes on", body), controller::now);
        Surveys surveys = new Surveys(() -> journal, () -> starter);
        recovery = new Recovery(
                () -> journal, () -> home.variant.rollback(this), () -> surveys, home.variant.runs(home), links);
    }

    /** Runs go on as soon as they are loaded; Jenkins is fully up a little later. */
    void begin() {
        home.builds.forEach(build -> task(build.name + " is loaded", () -> build.resume(this)));
        later(COMES_UP, home.name + " is fully up", () -> {
            recovery.started();
            everyMinute();
        });
    }

    private void everyMinute() {
        quietlyLater(SWEEP, "sweeps", () -> {
            sweep();
            if (home.diskWasFull) {
                journal.openEntries().stream()
                        .filter(entry -> entry.stuckReason == StuckReason.RUN_NOT_FOUND)
                        .forEach(entry -> rollback.retry(entry.getId(), "somebody who looks at what is stuck"));
            }
            everyMinute();
        });
    }

    void die() {
        dead = true;
        links.open()
                .forEach(call -> home.world.later(
                        AGENTS_NOTICE,
                        new Object(),
                        call.name + " notices that its controller is gone",
                        true,
                        call::endProcess));
    }

    boolean isDead() {
        return dead;
    }

    /** What the periodic work does. */
    void sweep() {
        recovery.sweep();
    }

    void giveBack(List<JournalEntry> entries) {
        home.variant.rollback(this).giveBack(entries);
    }

    // ---- its threads

    void task(String label, Runnable body) {
        home.world.add(new Object(), home.name + ": " + label, () -> guarded(body));
    }

    void later(long millis, String label, Runnable body) {
        home.world.later(millis, new Object(), home.name + ": " + label, false, () -> guarded(body));
    }

    void quietlyLater(long millis, String label, Runnable body) {
        home.world.later(millis, new Object(), home.name + ": " + label, true, () -> guarded(body));
    }

    /** Does something of this start, until it is gone. */
    void guarded(Runnable body) {
        if (!dead) {
            try {
                body.run();
            } catch (Home.Crash e) {
                // gone in the middle of it
            }
        }
    }

    /** The journal's files, for as long as this start is there. */
    private final class Kept implements EntryStore {

        @Override
        public List<JournalEntry> load() {
            return home.disk.load();
        }

        @Override
        public List<String> unreadable() {
            return home.disk.unreadable();
        }

        @Override
        public void save(JournalEntry entry) throws IOException {
            requireLiving();
            home.disk.save(entry);
        }

        @Override
        public void delete(String id) {
            requireLiving();
            home.disk.delete(id);
        }

        private void requireLiving() {
            if (dead) {
                throw new Home.Crash();
            }
        }
    }
}
