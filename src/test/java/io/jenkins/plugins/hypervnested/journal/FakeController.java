package io.jenkins.plugins.hypervnested.journal;

import java.util.Optional;

/** A controller that needs no Jenkins. */
final class FakeController extends Controller {

    boolean acting = true;
    boolean starting;
    String frozen;

    FakeController() {
        super(null, new Instance(), null);
    }

    @Override
    boolean isStarting() {
        return starting;
    }

    @Override
    boolean isActing() {
        return acting;
    }

    @Override
    synchronized Optional<String> frozenReason() {
        return Optional.ofNullable(frozen);
    }
}
