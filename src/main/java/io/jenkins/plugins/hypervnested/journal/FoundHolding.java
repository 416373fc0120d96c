package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.time.Duration;
import java.util.List;

/**
 * What somebody holds of a machine, as a survey found it in a lease.
 *
 * @param host the host that was surveyed
 * @param machine who answered there
 * @param lease the lease; that of the machine's own network, where the holder has several
 * @param holder who holds it
 */
public record FoundHolding(HostRef host, MachineIdentity machine, FoundLease lease, FoundHolder holder) {

    /** A join of it may be on its way for as long as the longest step takes: nothing is known of the one that sent it. */
    private static final Duration JOINABLE = Duration.ofDays(2);

    /**
     * {@return whether it can be given back from here} The role of a machine cannot: whoever installs it does so from outside. Nor can
     * one whose entry is none of this plugin's ids.
     */
    public boolean isAdoptable() {
        return EntryStore.isId(holder.entry()) && !lease.subject().equals(Subject.ROLE);
    }

    Origin origin() {
        return new Origin("", holder.run(), "", holder.shownAs());
    }

    /** What is inside a VM is not among it: nobody gets there without the logins that its holder had. */
    Intent intent() {
        Options options = Options.defaults().withTimeout(JOINABLE);
        boolean vm = Subject.isVm(lease.subject());
        return new Intent(
                vm ? lease.subject() : "",
                String.join(", ", holder.wants()),
                vm ? options : options.withInside(new Inside("", Nat.DEFAULT)),
                List.of());
    }
}
