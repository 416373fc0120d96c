package io.jenkins.plugins.hypervnested.operation;

/** Who may change a subject now. */
enum Floor {
    MINE,
    /** Nobody acts, or the one who did is dead: its process or its boot is over. */
    FREE,
    /** The one who acts has not given a sign of life for a while, though its process is there. */
    SILENT,
    TAKEN;

    static Floor of(LeaseTask task) {
        Lease.Actor actor = task.lease.actor();
        var seen = task.seen.lease();
        if (actor == null) {
            return FREE;
        }
        if (seen.actorMine() && actor.epoch().equals(task.epoch)) {
            return MINE;
        }
        if (!actor.boot().equals(task.seen.clock().boot()) || !seen.actorAlive() || seen.actorMine()) {
            return FREE;
        }
        return seen.silentMillis() > Bounds.SILENCE.toMillis() ? SILENT : TAKEN;
    }
}
