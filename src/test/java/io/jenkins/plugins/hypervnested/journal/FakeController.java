package io.jenkins.plugins.hypervnested.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A controller that needs no Jenkins. */
final class FakeController extends Controller {

    boolean acting = true;
    boolean starting;
    String frozen;
    Instant now = Instant.now();
    final List<String> met = new ArrayList<>();

    FakeController() {
        super(null, new Instance(), null);
    }

    @Override
    boolean isStarting() {
        return starting;
    }

    @Override
    Instant now() {
        return now;
    }

    @Override
    boolean isRecorded() {
        return true;
    }

    @Override
    boolean isActing() {
        return acting;
    }

    @Override
    synchronized Optional<String> frozenReason() {
        return Optional.ofNullable(frozen);
    }

    @Override
    synchronized void met(String start) {
        met.add(start);
        frozen = "a start that is not known";
    }

    @Override
    synchronized void confirmMoved() {
        frozen = null;
    }

    @Override
    synchronized void becomeAnother() {
        frozen = null;
    }
}
