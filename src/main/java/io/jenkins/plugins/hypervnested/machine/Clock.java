package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;

/**
 * A machine's own monotonic clock. Two readings are compared only when their boots are equal, and never with another machine's.
 *
 * @param boot a random id that the machine has for the time since it was last started
 * @param millis milliseconds on a clock that never goes back within one boot
 */
public record Clock(String boot, long millis) implements Serializable {}
