package io.jenkins.plugins.hypervnested.journal;

import java.time.Instant;
import java.util.function.LongSupplier;

/** A controller that needs no Jenkins, with a clock of its own. */
final class ClockedController extends Controller {

    private final LongSupplier millis;
    boolean starting = true;

    ClockedController(Instance instance, LongSupplier millis) {
        super(null, instance, null);
        this.millis = millis;
    }

    @Override
    Instant now() {
        return Instant.ofEpochMilli(millis.getAsLong());
    }

    @Override
    boolean isStarting() {
        return starting;
    }

    @Override
    boolean isRecorded() {
        return true;
    }

    @Override
    boolean isActing() {
        return true;
    }

    /** One that is not known is a bug: no home goes back in time here. */
    @Override
    synchronized void met(String start) {
        throw new AssertionError("a lease names a start that " + instanceId() + " does not know");
    }

    @Override
    synchronized void started() {
        starting = false;
    }
}
