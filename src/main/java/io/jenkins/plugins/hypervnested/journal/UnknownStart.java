package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** That a lease names a start of this controller which it does not know. */
final class UnknownStart {

    /** The failure's id. */
    static final String ID = "HVN.UnknownStart";

    private static final Pattern START =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private UnknownStart() {}

    /** {@return the start that a failure names; empty when it is about anything else} */
    static Optional<String> in(Failure failure) {
        if (failure == null || !failure.details().errorId().equals(ID)) {
            return Optional.empty();
        }
        Matcher start = START.matcher(failure.details().message());
        return Optional.of(start.find() ? start.group() : "");
    }
}
