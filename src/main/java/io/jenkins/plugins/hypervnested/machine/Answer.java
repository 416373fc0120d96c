package io.jenkins.plugins.hypervnested.machine;

import java.util.Optional;

/**
 * What came back for one of several VMs: a value, or why there is none.
 *
 * @param value the value; null when there is a failure
 * @param failure why there is none; null when there is a value
 */
public record Answer<T>(T value, Failure failure) {

    public Answer {
        if ((value == null) == (failure == null)) {
            throw new IllegalArgumentException("an answer is a value or a failure, exactly one of them");
        }
    }

    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, null);
    }

    public static <T> Answer<T> failed(Failure failure) {
        return new Answer<>(null, failure);
    }

    public Optional<T> asOptional() {
        return Optional.ofNullable(value);
    }

    public boolean isFailure() {
        return failure != null;
    }
}
