package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;

/** What has to be over before an entry's operation may begin. */
final class Conflicts {

    private Conflicts() {}

    /**
     * {@return the entries that an entry waits for} Earlier ones of the same run whose operation goes on, so that operations on one VM
     * go in order of arrival; and any that is being given back on the same VM.
     */
    static List<JournalEntry> before(JournalEntry entry, List<JournalEntry> all) {
        return all.stream()
                .filter(other -> !other.id.equals(entry.id) && mayBeSameVm(entry, other))
                .filter(other ->
                        isEarlierCall(other, entry) || other.state == JournalEntry.State.RETURNING && other.isOpen())
                .toList();
    }

    private static boolean isEarlierCall(JournalEntry other, JournalEntry entry) {
        return other.operating && other.sequence < entry.sequence && other.runKey.equals(entry.runKey);
    }

    /** Where one is named by name and the other by id and nothing more is known, they may be the same. */
    static boolean mayBeSameVm(JournalEntry one, JournalEntry other) {
        if (!one.hostId.equals(other.hostId)) {
            return false;
        }
        if (!one.vmId.isEmpty() && !other.vmId.isEmpty()) {
            return one.vmId.equals(other.vmId);
        }
        VmRef a = VmRef.parse(one.vmAsked);
        VmRef b = VmRef.parse(other.vmAsked);
        if (a.kind() == b.kind()) {
            return a.text().equals(b.text());
        }
        JournalEntry byId = a.kind() == VmRef.Kind.ID ? one : other;
        JournalEntry byName = byId == one ? other : one;
        if (!byName.vmId.isEmpty()) {
            return byName.vmId.equals(VmRef.parse(byId.vmAsked).text());
        }
        return byId.vmId.isEmpty() || byId.vmName.equals(byName.vmAsked);
    }
}
