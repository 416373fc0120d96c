package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Clock;
import java.time.Duration;

/** A moment of one boot of a machine, by its own clock. */
record Deadline(String boot, long millis) {

    static Deadline in(Duration time, Clock now) {
        return new Deadline(now.boot(), now.millis() + time.toMillis());
    }

    boolean isOfBoot(Clock now) {
        return boot.equals(now.boot());
    }

    boolean isOver(Clock now) {
        return now.millis() >= millis;
    }
}
