package io.jenkins.plugins.hypervnested.ui;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.hypervnested.journal.FoundHolding;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Surveys;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Tells administrators of VMs that could not be put back as they were. */
@Extension
@Symbol("hypervNestedStuckRollback")
@Restricted(NoExternalUse.class)
public final class StuckRollbackMonitor extends AdministrativeMonitor {

    private static final int SHOWN = 5;

    @Override
    public String getDisplayName() {
        return Messages.StuckRollbackMonitor_DisplayName();
    }

    @Override
    public boolean isActivated() {
        Journal journal = Journal.get();
        return journal.isReadOnly()
                || journal.frozenReason().isPresent()
                || journal.openEntries().stream().anyMatch(JournalEntry::isAlarming)
                || !journal.hostsWithoutAgent().isEmpty()
                || !forgotten().isEmpty()
                || !journal.unreadable().isEmpty();
    }

    /** {@return the first few of what is stuck} */
    public List<EntryView> getStuck() {
        return Journal.get().openEntries().stream()
                .filter(JournalEntry::isAlarming)
                .limit(SHOWN)
                .map(EntryView::new)
                .toList();
    }

    /** {@return how many are stuck beyond the few that are shown} */
    public long getFurther() {
        long all = Journal.get().openEntries().stream()
                .filter(JournalEntry::isAlarming)
                .count();
        return Math.max(0, all - SHOWN);
    }

    /** {@return the first few of what leases name as held by this Jenkins, and nobody here knows of} */
    public List<HolderView> getForgotten() {
        return forgotten().stream().limit(SHOWN).map(HolderView::new).toList();
    }

    /** What a person gave up deliberately nobody has to be told of again. */
    private static List<FoundHolding> forgotten() {
        return Surveys.get().forgotten().stream()
                .filter(found -> Journal.get()
                        .find(found.holder().entry())
                        .filter(entry -> entry.getForgottenBy() != null)
                        .isEmpty())
                .toList();
    }

    public List<String> getHostsWithoutAgent() {
        return Journal.get().hostsWithoutAgent();
    }

    public String getFrozenReason() {
        return Journal.get().frozenReason().orElse(null);
    }

    public boolean isReadOnly() {
        return Journal.get().isReadOnly();
    }

    /** {@return files of entries that are there and cannot be read: what they hold is not known} */
    public List<String> getUnreadable() {
        return Journal.get().unreadable();
    }

    /** {@return where to look and decide, relative to the root} */
    public String getStatusUrl() {
        return "manage/" + HypervNestedLink.URL + "/";
    }
}
