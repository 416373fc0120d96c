package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the leases on a host.
 *
 * @param host the host
 * @param asked when they were last asked for
 * @param underWay whether the answer to that is still to come
 * @param problem why the last answer that came was none; empty where it was one
 * @param begun when the look began that found the leases; null while none did
 * @param machine who answered then; null while nobody did
 * @param leases what was found then
 */
public record HostSurvey(
        HostRef host,
        Instant asked,
        boolean underWay,
        String problem,
        Instant begun,
        MachineIdentity machine,
        List<FoundLease> leases) {

    static HostSurvey none(HostRef host) {
        return new HostSurvey(host, Instant.EPOCH, false, "", null, null, List.of());
    }

    HostSurvey asking(HostRef now, Instant when) {
        return new HostSurvey(now, when, true, problem, begun, machine, leases);
    }

    HostSurvey answered(MachineIdentity who, List<FoundLease> found) {
        return new HostSurvey(host, asked, false, "", asked, who, found);
    }

    /** What was found before stays, with its time. */
    HostSurvey failed(String why) {
        return new HostSurvey(host, asked, false, why, begun, machine, leases);
    }

    /** {@return what each holder of each lease holds} */
    public List<FoundHolding> holdings() {
        List<FoundHolding> all = new ArrayList<>();
        for (FoundLease lease : leases) {
            for (FoundHolder holder : lease.holders()) {
                all.add(new FoundHolding(host, machine, lease, holder));
            }
        }
        return all;
    }

    /** {@return what that entry holds} Where it holds the machine's own network and VMs on it, they go with the network. */
    public Optional<FoundHolding> holding(String entry) {
        List<FoundHolding> of = holdings().stream()
                .filter(found -> found.holder().entry().equals(entry))
                .toList();
        return of.stream()
                .filter(found -> found.lease().subject().equals(Subject.NETWORK))
                .findFirst()
                .or(() -> of.stream().findFirst());
    }
}
