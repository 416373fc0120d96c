package io.jenkins.plugins.hypervnested.powershell;

import java.time.Duration;

/** Bounds for tests: what hangs is given up soon, what starts a JVM on a busy machine is not. */
final class TestBounds {

    private static final Duration STEP = Duration.ofSeconds(3);

    private TestBounds() {}

    static Bounds shortOnes() {
        return of(Duration.ofSeconds(30), STEP);
    }

    static Bounds withGreeting(Duration greeting) {
        return of(greeting, STEP);
    }

    static Bounds withVerb(Duration verb) {
        return of(Duration.ofSeconds(30), verb);
    }

    private static Bounds of(Duration greeting, Duration verb) {
        return new Bounds(greeting, STEP, verb, Duration.ZERO, verb, STEP, STEP);
    }
}
