package io.jenkins.plugins.hypervnested.machine;

import java.util.List;

/**
 * A virtual machine of a {@link SimulatedHost}: its state, how its guest behaves, and what is under way.
 *
 * <p>Nothing here knows time but what it is given; {@link #settle} applies all that is due.
 */
public final class SimulatedVm extends SimulatedVmScene {

    private static final long serialVersionUID = 1;

    boolean merging;
    private boolean placed;
    private boolean ranAtPowerLoss;
    long startedAt;
    long offSince = Long.MIN_VALUE / 2;
    long mergedAt = NEVER;

    SimulatedVm(String id, String name) {
        super(id, name);
    }

    @Override
    SimulatedVm self() {
        return this;
    }

    // ---- what tests look at

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public boolean nesting() {
        return nesting;
    }

    public String platformState() {
        return state;
    }

    public List<Adapter> adapters() {
        return List.copyOf(adapters);
    }

    // ---- time

    long nextEvent() {
        return Math.min(nextStateAt, Math.min(guestUpAt, mergedAt));
    }

    /** Applies what is due at that time. */
    void settle(long now) {
        while (nextEvent() <= now) {
            long at = nextEvent();
            if (nextStateAt == at) {
                String reached = nextState;
                nextState = null;
                nextStateAt = NEVER;
                reach(reached, at);
            } else if (guestUpAt == at) {
                guestUpAt = NEVER;
                guestIsUp = true;
            } else {
                mergedAt = NEVER;
                merging = false;
            }
        }
    }

    // ---- the machine inside

    /** That it is on its host now, as its scene says. */
    void placed() {
        placed = true;
        if (inside == null) {
            return;
        }
        inside.network.takesMacs(adapters);
        if (state.equals("Off")) {
            inside.powerLost();
        }
        inside.role.placed(inside);
    }

    boolean timePassesInside() {
        return inside != null && inside.isPowered() && (state.equals("Running") || state.equals("Stopping"));
    }

    /** {@return whether a session into the guest comes about, if it takes the login} */
    boolean takesSessions() {
        return inside != null && !unreachable && guestIsUp && state.equals("Running");
    }

    /** The guest starts anew while the VM goes on. */
    void guestRestarts(long now) {
        if (state.equals("Running")) {
            guestIsUp = false;
            guestUpAt = heartbeatMillis == NEVER ? NEVER : now + heartbeatMillis;
        }
    }

    void tellInside() {
        if (inside == null || !placed) {
            return;
        }
        switch (state) {
            case "Off" -> inside.powerLost();
            case "Running" -> inside.powered();
            case "Saved", "FastSaved" -> inside.allProcessesEnd();
            default -> {
                // goes on, or stands still
            }
        }
    }

    void become(String transientState, String then, long at) {
        state = transientState;
        nextState = then;
        nextStateAt = at;
    }

    void reach(String reached, long now) {
        boolean resumed = state.equals("Stopping") || state.equals("Paused");
        state = reached;
        nextState = null;
        nextStateAt = NEVER;
        if (reached.equals("Running") && !resumed) {
            startedAt = now;
            guestUpAt = heartbeatMillis == NEVER ? NEVER : now + heartbeatMillis;
        } else if (reached.equals("Off")) {
            guestIsUp = false;
            guestUpAt = NEVER;
            offSince = now;
            merging = mergeMillis > 0;
            mergedAt = merging ? now + mergeMillis : NEVER;
        } else if (reached.equals("Saved")) {
            guestIsUp = false;
            guestUpAt = NEVER;
        }
        tellInside();
    }

    /** What becomes of it when the host is rebooted; milliseconds begin anew. The machine inside is not what it was. */
    void hostWasRebooted() {
        boolean ran = isRunning();
        stops(ran ? "Saved" : state);
        if (inside != null) {
            inside.powerLost();
        }
        if (ran && startsAgainAfterReboot) {
            become("Starting", "Running", bootMillis);
        }
    }

    /** What becomes of it when its host is turned off. */
    void hostLostPower() {
        ranAtPowerLoss = isRunning();
        stops(ranAtPowerLoss ? "Off" : state);
    }

    /** What becomes of it when its host starts after {@link #hostLostPower()}; milliseconds begin anew. */
    void hostStarted() {
        stops(state);
        if (ranAtPowerLoss && startsAgainAfterReboot) {
            become("Starting", "Running", host.millis() + bootMillis);
        }
        ranAtPowerLoss = false;
    }

    private boolean isRunning() {
        return !state.equals("Off") && !state.startsWith("Saved");
    }

    private void stops(String platformState) {
        merging = false;
        mergedAt = NEVER;
        offSince = Long.MIN_VALUE / 2;
        startedAt = 0;
        at(platformState).guestUp(false);
    }

    /** {@return the {@code VMHeartbeatStatus} name; null where the platform gives none} */
    public String platformHeartbeat() {
        if (!isOn()) {
            return null;
        }
        if (heartbeatOfGuest.equals("Disabled") || guestIsUp && state.equals("Running")) {
            return heartbeatOfGuest;
        }
        return state.equals("Paused") ? "Paused" : "NoContact";
    }

    private boolean isOn() {
        return state.equals("Running") || state.equals("Stopping") || state.equals("Paused");
    }

    VmState seen(long now) {
        return new VmState(
                id,
                name,
                PowerState.ofPlatform(state),
                state,
                nesting,
                Heartbeat.ofPlatform(platformHeartbeat()),
                shutdownComponent && guestIsUp && state.equals("Running"),
                merging,
                version,
                generation,
                processors,
                dynamicMemory,
                isOn() ? Math.max(0, (now - startedAt) / 1000) : 0,
                adapters);
    }
}
