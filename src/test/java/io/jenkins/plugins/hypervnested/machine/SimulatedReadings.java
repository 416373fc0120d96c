package io.jenkins.plugins.hypervnested.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a process of a {@link SimulatedHost} sees. */
final class SimulatedReadings {

    private final SimulatedHost host;
    private final long process;
    private final SimulatedFailures failures;

    SimulatedReadings(SimulatedHost host, long process, SimulatedFailures failures) {
        this.host = host;
        this.process = process;
        this.failures = failures;
    }

    MachineFacts facts() {
        boolean module = host.hyperVAnswers();
        boolean virtual = host.azure || host.within != null;
        return new MachineFacts(
                host.name,
                host.uuid,
                virtual ? "Microsoft Corporation" : "Contoso",
                virtual ? "Virtual Machine" : "Rack 1",
                host.azure,
                host.processor,
                "X64",
                host.build,
                host.server,
                host.server ? "Microsoft Windows Server" : "Microsoft Windows",
                "5.1." + host.build + ".1",
                true,
                module && host.hyperVRights,
                module,
                module && host.exposes,
                module || virtual,
                host.administrator,
                host.name + "\\jenkins",
                host.leaseFolderProblem,
                host.clock());
    }

    Answer<Observation> observed(String subject) {
        return subject(subject)
                .map(seen -> Answer.of(new Observation(seen, lease(subject), host.clock(), process, started())))
                .orElseGet(() -> Answer.failed(failures.vmGone("observe", subject)));
    }

    private Optional<Subject> subject(String subject) {
        return switch (subject) {
            case Subject.NETWORK -> Optional.of(host.network().seen());
            case Subject.ROLE -> Optional.of(host.role().seen(host, process));
            default -> host.byId(subject).map(vm -> vm.seen(host.millis()));
        };
    }

    List<String> differing(Map<String, String> lastSeen) {
        List<String> subjects = new ArrayList<>();
        lastSeen.forEach((subject, fingerprint) -> {
            boolean same = subject(subject)
                    .filter(seen -> seen.fingerprint().equals(fingerprint))
                    .isPresent();
            if (!same) {
                subjects.add(subject);
            }
        });
        return subjects;
    }

    LeaseSeen lease(String subject) {
        if (!host.leaseFolderProblem.isEmpty() && !host.noLeaseFolder) {
            return new LeaseSeen("unreadable", null, LeaseSeen.Problem.DAMAGED, false, false, -1);
        }
        return host.lease(subject).seen(process, host.clock());
    }

    /** Network and role can be read without Hyper-V. */
    void requireHyperVFor(Collection<String> subjects) throws MachineException {
        if (subjects.isEmpty() || subjects.stream().anyMatch(Subject::isVm)) {
            requireHyperV();
        }
    }

    void requireHyperV() throws MachineException {
        if (!host.hyperVAnswers()) {
            throw failures.noModule();
        }
        if (!host.hyperVRights) {
            throw failures.noRights();
        }
    }

    private long started() {
        return 133_000_000_000_000_000L + process;
    }
}
