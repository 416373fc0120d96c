package io.jenkins.plugins.hypervnested.operation;

import java.time.Duration;

/** How long things may take. All are counted on the clock of the machine that they are about. */
final class Bounds {

    /** How long a guest may take to shut down before that counts as not happening. */
    static final Duration SHUTDOWN = Duration.ofMinutes(10);
    /** The same where turning off was granted; Stop-VM -Force gives a guest five minutes as well. */
    static final Duration SHUTDOWN_BEFORE_FORCE = Duration.ofMinutes(5);
    /** A guest that has just been started does not offer a shutdown yet. */
    static final Duration SHUTDOWN_OFFER = Duration.ofMinutes(3);
    /** How long a rollback may take from its first look at the VM, others' floors included. */
    static final Duration ROLL_BACK = Duration.ofMinutes(30);
    /** An actor that gave no sign of life for so long may be taken over. */
    static final Duration SILENCE = Duration.ofSeconds(60);
    /** A waiting run whose controller did not ask for so long has lost its place. */
    static final Duration TICKET = Duration.ofSeconds(90);
    /** The longest that a step may take, and so the longest that a request to join may be on its way. */
    static final Duration LONGEST_STEP = Duration.ofDays(2);
    /** How much longer than its step an entry that left is remembered, for what was delayed between controller and machine. */
    static final Duration REMEMBER_LEFT = Duration.ofHours(1);
    /** The longest time without a line of progress. */
    static final Duration PROGRESS = Duration.ofSeconds(5);
    /** The length of one long poll. */
    static final Duration SLICE = Duration.ofSeconds(4);
    /** After a VM went off the host may be busy with it for a while. */
    static final Duration BUSY_AFTER_OFF = Duration.ofMinutes(2);

    /** How long to leave a VM alone that refused a change for the moment. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private Bounds() {}
}
