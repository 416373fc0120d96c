package io.jenkins.plugins.hypervnested.powershell;

import java.time.Duration;

/** Bounds for tests: long enough for a busy machine, shorter than those of the product and than what the fake shell waits. */
final class TestBounds {

    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration BUSY = Duration.ofSeconds(30);

    private TestBounds() {}

    static Bounds shortOnes() {
        return of(BUSY, BUSY);
    }

    /** For what never answers. */
    static Bounds impatient() {
        return of(BUSY, STEP);
    }

    static Bounds withGreeting(Duration greeting) {
        return of(greeting, BUSY);
    }

    static Bounds withVerb(Duration verb) {
        return of(BUSY, verb);
    }

    private static Bounds of(Duration greeting, Duration verb) {
        return new Bounds(greeting, BUSY, verb, Duration.ZERO, verb, STEP, STEP);
    }
}
