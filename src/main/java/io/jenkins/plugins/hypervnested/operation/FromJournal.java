package io.jenkins.plugins.hypervnested.operation;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A lease that was lost, made again of what the journal recorded: who held it is not in it, only what it was first and what was set. */
final class FromJournal {

    private FromJournal() {}

    /**
     * {@return the lease with what was recorded} Somebody may have joined since the lease was lost, and have recorded as the first
     * value what we had set: then the first value is ours. What is recorded there otherwise stays.
     */
    static Lease again(Lease lease, List<AspectRecord> recorded, Options options, Subject subject) {
        Lease made = lease;
        for (AspectRecord record : recorded) {
            AspectId id = new AspectId(record.aspect(), record.object());
            if (id.isKnown()) {
                made = with(made, id, record, subject);
            }
        }
        return lease.members().isEmpty() ? made.withStop(stop(lease, options)) : made;
    }

    private static Lease with(Lease lease, AspectId id, AspectRecord record, Subject subject) {
        String set = record.set().isEmpty() ? null : record.set();
        Optional<Lease.Aspect> there = lease.aspect(id);
        List<Lease.Aspect> aspects = new ArrayList<>(lease.aspects());
        if (there.isEmpty()) {
            aspects.add(new Lease.Aspect(id, id.objectIn(subject), record.first(), set, List.of(), new JsonObject()));
        } else if (there.get().first().equals(set)) {
            Lease.Aspect aspect = there.get();
            String written = aspect.set() == null ? set : aspect.set();
            aspects.set(
                    aspects.indexOf(aspect),
                    new Lease.Aspect(id, aspect.shownAs(), record.first(), written, aspect.wants(), aspect.unknown()));
        }
        return lease.withAspects(aspects);
    }

    private static Lease.Stop stop(Lease lease, Options options) {
        return new Lease.Stop(
                Bounds.SHUTDOWN.toMillis(),
                options.restart() == Options.Restart.FORCE,
                options.restorePower(),
                lease.stop().unknown());
    }
}
