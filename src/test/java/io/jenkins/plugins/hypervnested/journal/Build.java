package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A run: one step after the other, as the steps of this plugin do it. What its program saves outlives the controller's starts. */
final class Build implements CallListener, Release.Listener {

    private static final long CONFIRMATION = 1_700;
    private static final long LOOK_AGAIN = 2_000;

    final Home home;
    final String name;
    final String key;
    final List<Stage> plan;
    String job;
    private final boolean durable;
    private final World world;

    private int at = -1;
    private boolean begun;
    private boolean over;
    private boolean there = true;
    private boolean jobThere = true;
    List<String> ids = List.of();
    Instant deadline;

    private int turn;
    private boolean stopped;
    private StepCall call;
    private Release release;

    /** @param durable whether it goes on after the controller was gone */
    Build(Home home, String name, boolean durable, List<Stage> plan) {
        this.home = home;
        this.world = home.world;
        this.name = name;
        this.job = "job-" + name;
        this.key = home.name + ":" + id() + ":1000";
        this.durable = durable;
        this.plan = plan;
        home.builds.add(this);
    }

    String id() {
        return job + "#1";
    }

    boolean isThere() {
        return there;
    }

    boolean isJobThere() {
        return jobThere;
    }

    boolean isBuilding() {
        return !over;
    }

    boolean isOver() {
        return over;
    }

    boolean isBegun() {
        return begun;
    }

    Stage stage() {
        return at >= 0 && at < plan.size() ? plan.get(at) : null;
    }

    /** {@return the steps that it has come through} */
    List<Stage.Hold> held() {
        List<Stage> past = plan.subList(0, Math.max(0, Math.min(at, plan.size())));
        return past.subList(1 + past.lastIndexOf(new Stage.GiveBack()), past.size()).stream()
                .filter(Stage.Hold.class::isInstance)
                .map(Stage.Hold.class::cast)
                .toList();
    }

    void begin() {
        if (home.isUp()) {
            begun = true;
            next(home.now);
        } else {
            world.later(LOOK_AGAIN, this, name + " begins", true, this::begin);
        }
    }

    private void next(Start on) {
        at++;
        turn++;
        call = null;
        release = null;
        Stage stage = stage();
        if (stage == null) {
            end(on);
        } else if (stage instanceof Stage.Hold hold) {
            ids = hold.vms().stream()
                    .map(vm -> new UUID(1, home.promises.nextEntry()).toString())
                    .toList();
            deadline = on.controller.now().plus(hold.options().timeout());
            hold(on, false);
        } else {
            goOn(on);
        }
    }

    /** Jenkins has loaded it. */
    void resume(Start on) {
        if (begun && !over) {
            turn++;
            if (stage() instanceof Stage.Hold) {
                hold(on, true);
            } else {
                goOn(on);
            }
        }
    }

    /** Of a run that does not go on afterwards, the record says then that it does not build. */
    void controllerCrashed() {
        turn++;
        call = null;
        release = null;
        stopped = false;
        if (begun && !over && !durable) {
            isOverNow();
        }
    }

    private void goOn(Start on) {
        int mine = turn;
        if (stage() instanceof Stage.Work work) {
            home.promises.works(this);
            world.later(work.millis(), this, name + " has worked", false, () -> {
                if (turn == mine && !on.isDead()) {
                    home.promises.worksNoMore(this);
                    on.guarded(() -> next(on));
                }
            });
        } else if (!on.journal.mayAct()) {
            again(on, () -> goOn(on));
        } else {
            String id = "release-" + name + at;
            release = new Release(id, on.journal, on.rollback, entries(on), Holdings.Which.ALL, this);
            on.task(name + " begins to give back", release::begin);
        }
    }

    private void again(Start on, Runnable body) {
        int mine = turn;
        on.quietlyLater(LOOK_AGAIN, name + " looks whether it may go on", () -> {
            if (turn == mine) {
                body.run();
            }
        });
    }

    private List<JournalEntry> entries(Start on) {
        return on.journal.entries().stream().filter(e -> e.runKey.equals(key)).toList();
    }

    // ---- a step

    private void hold(Start on, boolean resumed) {
        int mine = turn;
        on.task(name + (resumed ? " goes on" : " begins a step"), () -> {
            if (turn != mine || stopped) {
                return;
            }
            if (!on.journal.mayAct()) {
                again(on, () -> hold(on, resumed));
                return;
            }
            try {
                StepCall begun = BeginningOfStep.of(this, on, resumed);
                call = begun;
                begun.begin();
            } catch (IOException e) {
                on.journal.withdraw(ids, resumed);
                end(on);
            }
        });
    }

    @Override
    public void say(String vm, String text) {
        world.note("    " + name + " log: " + text);
    }

    @Override
    public void finished(CallResult result) {
        boolean good = result.trouble() == null && result.vms().stream().allMatch(vm -> vm.end() == VmResult.End.DONE);
        programGoesOn(good);
    }

    @Override
    public void released(Released end) {
        programGoesOn(end.stuck().isEmpty());
    }

    private void programGoesOn(boolean good) {
        if (over) {
            return;
        }
        int mine = turn;
        Start on = home.now;
        on.task(name + (good ? " goes on" : " fails"), () -> {
            if (turn == mine && good && !stopped) {
                next(on);
            } else if (turn == mine) {
                end(on);
            }
        });
    }

    // ---- its end

    private void end(Start on) {
        if (!over) {
            isOverNow();
            on.task(name + " has ended", () -> on.giveBack(owed(on)));
        }
    }

    private List<JournalEntry> owed(Start on) {
        return entries(on).stream().filter(JournalEntry::isOpen).toList();
    }

    private void isOverNow() {
        home.promises.worksNoMore(this);
        over = true;
        turn++;
    }

    /** Somebody aborts it. */
    void abort() {
        Start on = home.now;
        if (call != null) {
            stopped = true;
            on.task(name + " cancels its step", call::cancel);
            on.quietlyLater(CONFIRMATION, name + " is aborted", () -> end(on));
        } else {
            if (release != null) {
                release.leave();
            }
            end(on);
        }
    }

    /** Somebody deletes it while it runs, or after: the plugin hears of it right before. From then on nobody works with it. */
    void delete() {
        Start on = home.now;
        home.promises.isGivenUp(this);
        on.task(name + " was deleted", () -> {
            List<JournalEntry> open = owed(on);
            open.forEach(entry -> on.journal.update(entry.getId(), e -> e.runGone = true));
            on.giveBack(open);
            isOverNow();
            there = false;
        });
    }

    /** Somebody deletes its job: the plugin hears of it right after. */
    void deleteJob() {
        Start on = home.now;
        isOverNow();
        there = false;
        jobThere = false;
        String deleted = job;
        on.task(job + " was deleted", () -> on.rollback.itemDeleted(deleted));
    }

    void moveJob() {
        Start on = home.now;
        String old = job;
        job = "moved/" + old;
        on.task(old + " was moved", () -> on.rollback.itemMoved(old, job));
    }
}
