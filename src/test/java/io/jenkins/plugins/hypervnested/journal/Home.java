package io.jenkins.plugins.hypervnested.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A controller's home, which outlives its starts: the journal's files, which controller it is, its runs and its configuration. */
final class Home implements EndedRuns.Runs {

    /** That the controller is gone, at this very point. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("the controller is gone", null, false, false);
        }
    }

    private static final long BEGINNING = 1_800_000_000_000L;
    private static final long DOWN = 20_000;

    final String name;
    final World world;
    final Promises promises;
    final Variant variant;
    final Disk disk;
    final List<Build> builds = new ArrayList<>();
    final List<Agent> agents = new ArrayList<>();
    /** How far its clock is before the true time. */
    long clockAhead;

    /** That a run was deleted may then be known to nobody: a person has to say. */
    boolean diskWasFull;

    boolean hostConfigured = true;
    boolean credentialsThere = true;
    Start now;
    private String instance = SavedForm.write(new Instance());
    private int starts;

    Home(String name, World world, Promises promises, Variant variant) {
        this.name = name;
        this.world = world;
        this.promises = promises;
        this.variant = variant;
        this.disk = variant.disk(this);
    }

    long clock() {
        return BEGINNING + world.millis() + clockAhead;
    }

    boolean isUp() {
        return now != null;
    }

    void start() {
        starts++;
        now = new Start(this, SavedForm.read(instance, Instance.class));
        now.begin();
    }

    void save(Instance of) {
        instance = SavedForm.write(of);
    }

    /** The controller is gone now; called from elsewhere than its own tasks. */
    void crash(long downMillis) {
        Start dead = now;
        now = null;
        builds.forEach(Build::controllerCrashed);
        dead.die();
        world.later(downMillis, this, name + " starts again", false, this::start);
    }

    /** The controller is gone in the middle of what it does. */
    void crashHere() {
        crash(DOWN);
        throw new Crash();
    }

    String shown(JournalEntry entry) {
        return entry.getId()
                + ' '
                + entry.getState()
                + (entry.getStuckReason() == null ? "" : " " + entry.stuckReason.name());
    }

    String nameOfStart() {
        return name + '/' + starts;
    }

    // ---- what is known of runs

    @Override
    public Optional<Boolean> goesOn(JournalEntry entry) {
        return builds.stream()
                .filter(build ->
                        build.isThere() && build.id().equals(entry.getRunId()) && entry.runKey.equals(build.key))
                .findFirst()
                .map(Build::isBuilding);
    }

    @Override
    public Optional<String> whereItMoved(JournalEntry entry) {
        return builds.stream()
                .filter(build -> build.isThere() && entry.runKey.equals(build.key))
                .map(build -> build.job)
                .findFirst();
    }

    @Override
    public boolean hasJob(String fullName) {
        return builds.stream().anyMatch(build -> build.job.equals(fullName) && build.isJobThere());
    }
}
