package io.jenkins.plugins.hypervnested.machine;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A virtual machine of a {@link SimulatedHost}: its state, how its guest behaves, and what is under way.
 *
 * <p>Nothing here knows time but what it is given; {@link #settle} applies all that is due. The chained methods set up a scene
 * and may be called at any later moment as somebody else's doing.
 */
public final class SimulatedVm implements Serializable {

    private static final long serialVersionUID = 1;
    private static final long NEVER = Long.MAX_VALUE;

    /** What a guest does when it is asked to shut down. */
    enum Guest {
        SHUTS_DOWN,
        /** Says yes and goes on running. */
        IGNORES,
        /** Begins, and runs again after a while. */
        GIVES_UP,
        /** Says no: it is locked. */
        REFUSES
    }

    final String id;
    String name;
    String state = "Off";
    boolean nesting;
    String version = "10.0";
    int generation = 2;
    long processors = 4;
    boolean dynamicMemory;
    transient List<Adapter> adapters = new ArrayList<>();
    transient VmDetails details = new VmDetails(
            "", 0, false, List.of(), false, false, VmDetails.Replication.NONE, false, false, false);

    Guest guest = Guest.SHUTS_DOWN;
    boolean shutdownComponent = true;
    String heartbeatOfGuest = "OkApplicationsUnknown";
    boolean startFails;
    boolean startsAgainAfterReboot;
    long bootMillis = 3_000;
    long heartbeatMillis = 20_000;
    long shutdownMillis = 8_000;
    long mergeMillis;
    long busyAfterOffMillis;

    boolean guestIsUp;
    boolean merging;
    long startedAt;
    long offSince = Long.MIN_VALUE / 2;
    String nextState;
    long nextStateAt = NEVER;
    long guestUpAt = NEVER;
    long mergedAt = NEVER;

    SimulatedVm(String id, String name) {
        this.id = id;
        this.name = name;
        adapter("Network Adapter");
    }

    // ---- scenes

    /** Runs since long ago, with a guest that answers. */
    public SimulatedVm running() {
        return at("Running").guestUp(true);
    }

    public SimulatedVm off() {
        return at("Off").guestUp(false);
    }

    public SimulatedVm saved() {
        return at("Saved").guestUp(false);
    }

    public SimulatedVm paused() {
        return at("Paused").guestUp(true);
    }

    /** Any {@code VMState} name, such as {@code OffCritical} or {@code ComponentServicing}; nothing is under way. */
    public SimulatedVm at(String platformState) {
        state = platformState;
        nextState = null;
        nextStateAt = NEVER;
        guestUpAt = NEVER;
        return this;
    }

    public SimulatedVm nesting(boolean on) {
        nesting = on;
        return this;
    }

    public SimulatedVm named(String newName) {
        name = newName;
        return this;
    }

    public SimulatedVm version(String configurationVersion) {
        version = configurationVersion;
        return this;
    }

    public SimulatedVm processors(long count) {
        processors = count;
        return this;
    }

    public SimulatedVm dynamicMemory() {
        dynamicMemory = true;
        return this;
    }

    public SimulatedVm generation(int number) {
        generation = number;
        return this;
    }

    public SimulatedVm details(VmDetails whatACheckSees) {
        details = whatACheckSees;
        return this;
    }

    public SimulatedVm noAdapters() {
        adapters.clear();
        return this;
    }

    public SimulatedVm adapter(String adapterName) {
        String adapterId = "Microsoft:" + id.toUpperCase(Locale.ROOT) + '\\'
                + UUID.nameUUIDFromBytes((id + adapters.size()).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .toUpperCase(Locale.ROOT);
        adapters.add(new Adapter(adapterId, adapterName, false, "", "", false));
        return this;
    }

    /** Sets spoofing of the adapter at that position. */
    public SimulatedVm spoofing(int adapter, boolean on) {
        Adapter a = adapters.get(adapter);
        adapters.set(adapter, new Adapter(a.id(), a.name(), on, a.switchId(), a.switchName(), a.legacy()));
        return this;
    }

    /** The guest says that it shuts down, and goes on running. */
    public SimulatedVm ignoresShutdown() {
        guest = Guest.IGNORES;
        return this;
    }

    /** The guest begins to shut down, and runs again after {@link #shutdownMillis(long)}. */
    public SimulatedVm givesUpShutdown() {
        guest = Guest.GIVES_UP;
        return this;
    }

    /** The request itself is refused: the guest is locked. */
    public SimulatedVm refusesShutdown() {
        guest = Guest.REFUSES;
        return this;
    }

    public SimulatedVm shutsDown() {
        guest = Guest.SHUTS_DOWN;
        return this;
    }

    /** The guest has no shutdown component. */
    public SimulatedVm offersNoShutdown() {
        shutdownComponent = false;
        return this;
    }

    /** The guest never answers, as one without integration services. */
    public SimulatedVm neverAnswers() {
        heartbeatMillis = NEVER;
        guestIsUp = false;
        return this;
    }

    public SimulatedVm heartbeatDisabled() {
        heartbeatOfGuest = "Disabled";
        return this;
    }

    /** Start-VM fails whatever its settings. */
    public SimulatedVm startFails(boolean fails) {
        startFails = fails;
        return this;
    }

    /** Starts by itself when the host was rebooted; otherwise it is saved then. */
    public SimulatedVm startsAgainAfterReboot() {
        startsAgainAfterReboot = true;
        return this;
    }

    public SimulatedVm bootMillis(long millis) {
        bootMillis = millis;
        return this;
    }

    public SimulatedVm heartbeatMillis(long millis) {
        heartbeatMillis = millis;
        return this;
    }

    public SimulatedVm shutdownMillis(long millis) {
        shutdownMillis = millis;
        return this;
    }

    /** For so long the host merges its disks after it went off; it cannot be changed meanwhile. */
    public SimulatedVm mergeMillis(long millis) {
        mergeMillis = millis;
        return this;
    }

    /** For so long the host is busy with it after it went off, without showing it. */
    public SimulatedVm busyAfterOffMillis(long millis) {
        busyAfterOffMillis = millis;
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

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(adapters.size());
        for (Adapter a : adapters) {
            out.writeObject(new String[] {a.id(), a.name(), a.switchId(), a.switchName()});
            out.writeBoolean(a.spoofing());
            out.writeBoolean(a.legacy());
        }
        out.writeUTF(details.guestSystem());
        out.writeInt(details.guestBuild());
        out.writeObject(new ArrayList<>(details.checkpoints()));
        out.writeObject(details.replication());
        out.writeObject(new boolean[] {
            details.guestIsServer(), details.automaticCheckpoints(), details.clustered(), details.shielded(),
            details.migrationCompatibility(), details.migrating()
        });
    }

    @SuppressWarnings("unchecked")
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        adapters = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String[] texts = (String[]) in.readObject();
            boolean spoofing = in.readBoolean();
            adapters.add(new Adapter(texts[0], texts[1], spoofing, texts[2], texts[3], in.readBoolean()));
        }
        String system = in.readUTF();
        int build = in.readInt();
        List<String> checkpoints = (List<String>) in.readObject();
        VmDetails.Replication replication = (VmDetails.Replication) in.readObject();
        boolean[] is = (boolean[]) in.readObject();
        details = new VmDetails(system, build, is[0], checkpoints, is[1], is[2], replication, is[3], is[4], is[5]);
    }

    private SimulatedVm guestUp(boolean up) {
        guestIsUp = up && heartbeatMillis != NEVER;
        return this;
    }
}
