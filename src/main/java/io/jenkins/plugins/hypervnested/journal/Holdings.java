package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one run holds. */
public final class Holdings {

    private Holdings() {}

    /**
     * Which of it.
     *
     * @param hostId id of the host; null for all hosts
     * @param hostName what the Pipeline calls it, for a host that is not configured any more
     * @param vm name or id of a VM, or the name of the machine; null for all of the host
     */
    public record Which(String hostId, String hostName, String vm) {

        /** Everything. */
        public static final Which ALL = new Which(null, null, null);

        private boolean isOfHost(JournalEntry entry) {
            return hostName == null || (hostId == null ? hostName.equals(entry.hostName) : hostId.equals(entry.hostId));
        }

        private boolean isVm(JournalEntry entry) {
            VmRef named = VmRef.parse(vm);
            return !entry.isMachine()
                    && (named.equals(VmRef.parse(entry.vmAsked))
                            || named.text().equals(named.kind() == VmRef.Kind.ID ? entry.vmId : entry.vmName));
        }
    }

    /** {@return those of a run's entries that are open and meant} */
    static List<JournalEntry> open(List<JournalEntry> ofRun, Which which) {
        List<JournalEntry> ofHost = ofRun.stream()
                .filter(JournalEntry::isOpen)
                .filter(which::isOfHost)
                .toList();
        if (which.vm() == null) {
            return ofHost;
        }
        List<JournalEntry> ofVm = ofHost.stream().filter(which::isVm).toList();
        return !ofVm.isEmpty()
                ? ofVm
                : ofHost.stream()
                        .filter(entry -> entry.isMachine() && which.vm().equals(entry.getShownName()))
                        .toList();
    }

    /** {@return those entries with all that has to be given back before them} */
    static Set<String> withInside(Journal journal, Set<String> ids) {
        Set<String> all = new LinkedHashSet<>(ids);
        List<String> next = new ArrayList<>(ids);
        while (!next.isEmpty()) {
            JournalEntry outer = journal.find(next.remove(0)).orElse(null);
            if (outer != null) {
                Nesting.openInside(journal, outer).stream()
                        .map(JournalEntry::getId)
                        .filter(all::add)
                        .forEach(next::add);
            }
        }
        return all;
    }

    /** {@return what is open of a run's entries, in maps and lists of strings and whole numbers, for a Pipeline} */
    public static List<Object> told(List<JournalEntry> ofRun) {
        List<Object> told = new ArrayList<>();
        for (JournalEntry entry : open(ofRun, Which.ALL)) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("host", entry.hostName);
            map.put("vm", entry.getShownName());
            map.put("id", entry.vmId);
            map.put("wanted", entry.wanted);
            map.put("state", entry.state.name());
            map.put("since", entry.created);
            map.put("aspects", aspects(entry));
            told.add(map);
        }
        return told;
    }

    private static List<Object> aspects(JournalEntry entry) {
        List<Object> aspects = new ArrayList<>();
        for (SavedAspect aspect : entry.aspects) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("place", aspect.getPlace().path());
            map.put("aspect", aspect.getAspect());
            map.put("object", aspect.getObject());
            map.put("first", aspect.getFirst());
            map.put("set", aspect.getSet());
            aspects.add(map);
        }
        return aspects;
    }
}
