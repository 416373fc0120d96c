package io.jenkins.plugins.hypervnested.machine;

/**
 * What a {@link SimulatedVm} is and how its guest behaves. The chained methods set up a scene, and may be called at any later
 * moment as somebody else's doing.
 */
abstract class SimulatedVmScene extends SimulatedVmParts {

    private static final long serialVersionUID = 1;
    static final long NEVER = Long.MAX_VALUE;

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

    String state = "Off";
    boolean nesting;
    String version = "10.0";
    int generation = 2;
    long processors = 4;
    boolean dynamicMemory;
    Guest guest = Guest.SHUTS_DOWN;
    boolean shutdownComponent = true;
    String heartbeatOfGuest = "OkApplicationsUnknown";
    boolean startFails;
    boolean startsAgainAfterReboot;
    boolean lingers;

    long bootMillis = 3_000;
    long heartbeatMillis = 20_000;
    long shutdownMillis = 8_000;
    long mergeMillis;
    long busyAfterOffMillis;

    boolean guestIsUp;
    String nextState;
    long nextStateAt = NEVER;
    long guestUpAt = NEVER;

    SimulatedVmScene(String id, String name) {
        super(id, name);
    }

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
        self().tellInside();
        return self();
    }

    public SimulatedVm nesting(boolean on) {
        nesting = on;
        return self();
    }

    public SimulatedVm named(String newName) {
        name = newName;
        return self();
    }

    public SimulatedVm version(String configurationVersion) {
        version = configurationVersion;
        return self();
    }

    public SimulatedVm processors(long count) {
        processors = count;
        return self();
    }

    public SimulatedVm dynamicMemory() {
        dynamicMemory = true;
        return self();
    }

    public SimulatedVm generation(int number) {
        generation = number;
        return self();
    }

    /** The guest says that it shuts down, and goes on running. */
    public SimulatedVm ignoresShutdown() {
        guest = Guest.IGNORES;
        return self();
    }

    /** The guest begins to shut down, and runs again after {@link #shutdownMillis(long)}. */
    public SimulatedVm givesUpShutdown() {
        guest = Guest.GIVES_UP;
        return self();
    }

    /** The request itself is refused: the guest is locked. */
    public SimulatedVm refusesShutdown() {
        guest = Guest.REFUSES;
        return self();
    }

    public SimulatedVm shutsDown() {
        guest = Guest.SHUTS_DOWN;
        return self();
    }

    /** The guest has no shutdown component. */
    public SimulatedVm offersNoShutdown() {
        shutdownComponent = false;
        return self();
    }

    /** The guest never answers, as one without integration services. */
    public SimulatedVm neverAnswers() {
        heartbeatMillis = NEVER;
        guestIsUp = false;
        return self();
    }

    /** The guest that never answered does from now on, also where the VM runs already. */
    public SimulatedVm comesToItself() {
        heartbeatMillis = 100;
        guestIsUp = state.equals("Running");
        return self();
    }

    public SimulatedVm heartbeatDisabled() {
        heartbeatOfGuest = "Disabled";
        return self();
    }

    /** Start-VM fails whatever its settings. */
    public SimulatedVm startFails(boolean fails) {
        startFails = fails;
        return self();
    }

    /** From the request to shut down until its guest is down it is shown as running. */
    public SimulatedVm lingers() {
        lingers = true;
        return self();
    }

    /** Starts by itself when the host was rebooted; otherwise it is saved then. */
    public SimulatedVm startsAgainAfterReboot() {
        startsAgainAfterReboot = true;
        return self();
    }

    public SimulatedVm bootMillis(long millis) {
        bootMillis = millis;
        return self();
    }

    public SimulatedVm heartbeatMillis(long millis) {
        heartbeatMillis = millis;
        return self();
    }

    public SimulatedVm shutdownMillis(long millis) {
        shutdownMillis = millis;
        return self();
    }

    /** For so long the host merges its disks after it went off; it cannot be changed meanwhile. */
    public SimulatedVm mergeMillis(long millis) {
        mergeMillis = millis;
        return self();
    }

    /** For so long the host is busy with it after it went off, without showing it. */
    public SimulatedVm busyAfterOffMillis(long millis) {
        busyAfterOffMillis = millis;
        return self();
    }

    SimulatedVm guestUp(boolean up) {
        guestIsUp = up && heartbeatMillis != NEVER;
        return self();
    }
}
