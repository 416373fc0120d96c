package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one VM of a request.
 *
 * @param asked how it was named in the request
 * @param entry the entry of that target
 * @param id its id; empty when it was not found
 * @param name its name; as asked when it was not found
 * @param end how it ended
 * @param held whether the lease names the entry as a holder now
 * @param changed whether anything was changed
 * @param verified whether the wanted state was read back
 * @param before state before; null when it was not read
 * @param after state after; null when it was not read
 * @param plan what was done or, in a dry run, would be, one sentence each
 * @param aspects what the lease records of it
 * @param notes what else is to be reported: changed by somebody else, passed on, waits for whom
 * @param failure why it failed, or null
 */
public record VmResult(
        String asked,
        String entry,
        String id,
        String name,
        End end,
        boolean held,
        boolean changed,
        boolean verified,
        Snapshot before,
        Snapshot after,
        List<String> plan,
        List<AspectRecord> aspects,
        List<String> notes,
        Failure failure)
        implements Serializable {

    /** How it ended. */
    public enum End {
        /** As wanted, read back; for a check or a dry run: read. */
        DONE,
        /** Another run stands in the way; ask again later. No process waits, the lease keeps the place in the queue. */
        WAITING,
        /** A rollback that put everything back, or found it as it was first. */
        RESTORED,
        /** A rollback that left a VM to others who still hold it. */
        PASSED_ON,
        /** It failed; {@link VmResult#held()} tells whether a rollback is still owed. */
        FAILED
    }

    public VmResult {
        plan = List.copyOf(plan);
        aspects = List.copyOf(aspects);
        notes = List.copyOf(notes);
    }

    /** {@return the same, of which a rollback is owed} */
    public VmResult asHeld() {
        return new VmResult(
                asked, entry, id, name, end, true, changed, verified, before, after, plan, aspects, notes, failure);
    }

    VmResult withNote(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new VmResult(
                asked, entry, id, name, end, held, changed, verified, before, after, plan, aspects, all, failure);
    }
}
