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
    }

    /** What becomes of it when the host is rebooted; milliseconds begin anew. */
    void hostWasRebooted() {
        boolean ran = !state.equals("Off") && !state.startsWith("Saved");
        merging = false;
        mergedAt = NEVER;
        offSince = Long.MIN_VALUE / 2;
        startedAt = 0;
        at(ran ? "Saved" : state).guestUp(false);
        if (ran && startsAgainAfterReboot) {
            become("Starting", "Running", bootMillis);
        }
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
