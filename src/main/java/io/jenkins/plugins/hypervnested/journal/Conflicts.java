package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be over before an entry's operation may begin. */
final class Conflicts {

    private Conflicts() {}

    /**
     * {@return the entries that an entry waits for} Earlier ones of the same run whose operation goes on, so that operations on one VM
     * and inside it go in order of arrival; and any that is being given back on the same VM.
     */
    static List<JournalEntry> before(JournalEntry entry, List<JournalEntry> all) {
        Set<String> open = all.stream().map(JournalEntry::getId).collect(Collectors.toSet());
        return all.stream()
                .filter(other -> !other.id.equals(entry.id) && mayMeet(entry, other))
                .filter(other -> isEarlierCall(other, entry) || isBeingGivenBack(other, open))
                .toList();
    }

    /** What only waits holds up nobody: for another run, which may be this one, or for what is inside, which may wait for this one. */
    private static boolean isBeingGivenBack(JournalEntry other, Set<String> open) {
        return other.state == JournalEntry.State.RETURNING
                && other.isOpen()
                && !other.inLine
                && other.dependsOn.stream().noneMatch(open::contains);
    }

    private static boolean isEarlierCall(JournalEntry other, JournalEntry entry) {
        return other.operating && other.sequence < entry.sequence && other.runKey.equals(entry.runKey);
    }

    /** Whether two entries may be about the same: one VM, the machine itself, a VM and what is inside it. */
    static boolean mayMeet(JournalEntry one, JournalEntry other) {
        if (!one.hostId.equals(other.hostId)) {
            return isWithin(one, other) || isWithin(other, one);
        }
        if (one.isMachine() && other.isMachine()) {
            return true;
        }
        if (one.isMachine() || other.isMachine()) {
            JournalEntry vm = one.isMachine() ? other : one;
            return (vm == one ? other : one).guestNames().stream().anyMatch(guest -> mayBe(VmRef.parse(guest), vm));
        }
        return mayBeSameVm(one, other);
    }

    /** Whether the host of an entry is itself the VM of another. */
    static boolean isWithin(JournalEntry inner, JournalEntry outer) {
        int slash = inner.runsOn == null ? -1 : inner.runsOn.indexOf('/');
        return slash > 0
                && !outer.isMachine()
                && outer.hostId.equals(inner.runsOn.substring(0, slash))
                && mayBe(VmRef.name(inner.runsOn.substring(slash + 1)), outer);
    }

    /** Where one is named by name and the other by id and nothing more is known, they may be the same. */
    static boolean mayBeSameVm(JournalEntry one, JournalEntry other) {
        if (!one.hostId.equals(other.hostId)) {
            return false;
        }
        if (!one.vmId.isEmpty() && !other.vmId.isEmpty()) {
            return one.vmId.equals(other.vmId);
        }
        JournalEntry known = one.vmId.isEmpty() ? other : one;
        return mayBe(VmRef.parse((known == one ? other : one).vmAsked), known);
    }

    /** Whether something that is named so may be the VM of that entry. */
    private static boolean mayBe(VmRef named, JournalEntry entry) {
        VmRef asked = VmRef.parse(entry.vmAsked);
        if (named.kind() == asked.kind()) {
            return named.text().equals(asked.text());
        }
        if (named.kind() == VmRef.Kind.ID) {
            return entry.vmId.isEmpty() || entry.vmId.equals(named.text());
        }
        return entry.vmId.isEmpty() || entry.vmName.equals(named.text());
    }
}
