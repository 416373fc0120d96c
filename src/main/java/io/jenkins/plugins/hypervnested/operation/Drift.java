package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Subject;
import java.util.ArrayList;
import java.util.List;

/** What somebody else changed while a VM was held: left alone, and reported. */
final class Drift {

    private Drift() {}

    /**
     * {@return a note for each aspect that nobody holds any more and that is neither as it was first nor as we set it, and for each
     * that only a later version can put back}
     */
    static List<String> notes(Lease lease, Subject subject) {
        List<String> notes = new ArrayList<>(changed(lease, subject));
        lease.aspects().stream()
                .filter(aspect -> !aspect.isHeld() && !aspect.id().isKnown())
                .forEach(aspect -> notes.add("the lease records " + aspect.id().name()
                        + ", which this version cannot put back; a controller with the version that wrote it can"));
        return notes;
    }

    private static List<String> changed(Lease lease, Subject subject) {
        return lease.aspects().stream()
                .filter(aspect -> !aspect.isHeld() && aspect.id().isKnown())
                .filter(aspect -> aspect.id()
                        .valueOf(subject)
                        .filter(value -> !value.equals(aspect.first()) && !LeaseRules.isOurs(aspect, value, lease))
                        .isPresent())
                .map(aspect -> note(aspect, subject))
                .toList();
    }

    private static String note(Lease.Aspect aspect, Subject subject) {
        return aspect.id().shown(subject, aspect.shownAs())
                + " was changed by somebody else and is left alone: it is "
                + aspect.id().valueOf(subject).orElse("gone") + ", was " + aspect.first() + " first"
                + (aspect.set() == null ? "" : ", set to " + aspect.set());
    }
}
