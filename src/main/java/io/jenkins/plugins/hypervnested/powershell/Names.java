package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** How messages call the subjects of one machine: its VMs by the names that were seen lately. */
final class Names {

    private static final int MOST = 1_000;

    private final Map<String, String> byId = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    void note(VmState vm) {
        byId.put(vm.id(), vm.name());
    }

    String of(String subject) {
        return switch (subject) {
            case Subject.NETWORK -> "the network";
            case Subject.ROLE -> "the Hyper-V role";
            default -> "VM '" + byId.getOrDefault(subject, subject) + "'";
        };
    }

    static String many(Collection<String> subjects) {
        return subjects.size() + (subjects.stream().allMatch(Subject::isVm) ? " VMs" : " subjects");
    }
}
