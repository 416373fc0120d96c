package io.jenkins.plugins.hypervnested.ui;

import io.jenkins.plugins.hypervnested.journal.FoundHolding;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.SavedAspect;
import io.jenkins.plugins.hypervnested.journal.Surveys;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Who holds something, as a lease names it. All of it is text that a machine said: pages escape it. */
@Restricted(NoExternalUse.class)
public final class HolderView {

    private static final int MOST_LINES = 20;

    private final FoundHolding found;

    HolderView(FoundHolding found) {
        this.found = found;
    }

    FoundHolding found() {
        return found;
    }

    /** {@return whose lease it is: the VM with its id, or what of the host itself} */
    static String subject(FoundLease lease) {
        return switch (lease.subject()) {
            case Subject.NETWORK -> Messages.LeaseView_Network();
            case Subject.ROLE -> Messages.AspectText_role();
            default -> lease.name().isEmpty() ? Messages.LeaseView_VmGone() : lease.name();
        };
    }

    public String getSubject() {
        return subject(found.lease());
    }

    /** {@return the VM's id; empty where it is about the host itself} */
    public String getVmId() {
        return Subject.isVm(found.lease().subject()) ? found.lease().subject() : "";
    }

    public String getHost() {
        return found.host().name();
    }

    public String getMachine() {
        return found.machine().name();
    }

    public String getRun() {
        return found.holder().shownAs().isEmpty()
                ? found.holder().run()
                : found.holder().shownAs();
    }

    public String getEntry() {
        return found.holder().entry();
    }

    public boolean isOurs() {
        return Surveys.get().isOurs(found);
    }

    /** {@return which controller holds it} */
    public String getController() {
        return isOurs()
                ? Messages.HolderView_ThisJenkins()
                : Messages.HolderView_OtherJenkins(found.holder().controller());
    }

    /** {@return since when, by the clock of whoever joined it; null where that is no time} */
    public Date getSince() {
        try {
            return Date.from(Instant.parse(found.holder().since()));
        } catch (DateTimeException | IllegalArgumentException e) {
            // a lease may say anything
            return null;
        }
    }

    /** {@return what the lease says in place of a time} */
    public String getSinceText() {
        return found.holder().since();
    }

    public List<String> getWants() {
        return found.holder().wants().stream()
                .limit(MOST_LINES)
                .map(AspectText::want)
                .toList();
    }

    /** {@return what the lease records of what was changed} */
    public List<String> getAspects() {
        List<SavedAspect> aspects = found.lease().aspects().stream()
                .limit(MOST_LINES)
                .map(SavedAspect::new)
                .toList();
        return new AspectText(aspects, found.lease().subject()).lines();
    }

    public boolean isReady() {
        return found.holder().ready();
    }

    /** {@return whether nobody here knows of it, though it is of this Jenkins} */
    public boolean isForgotten() {
        return Surveys.get().isForgotten(found);
    }

    /** {@return the entry's page, relative to the status page; null where there is none} */
    public String getEntryUrl() {
        return Journal.get()
                .find(getEntry())
                .map(entry -> "entry/" + entry.getId() + "/")
                .orElse(null);
    }

    /** {@return how it stands here} */
    public String getStanding() {
        if (isForgotten()) {
            return Messages.HolderView_Forgotten();
        }
        return Journal.get()
                .find(getEntry())
                .filter(entry -> isOurs() || entry.getAdoptedBy() != null)
                .map(HolderView::standing)
                .orElse(Messages.HolderView_NotOurs());
    }

    private static String standing(JournalEntry entry) {
        return entry.isOpen() ? new EntryView(entry).getState() : Messages.HolderView_GivenBackSince();
    }

    /** {@return whether it could be given up: it is nobody's here, and it is of a kind that can be given back} */
    public boolean isAdoptable() {
        return found.isAdoptable() && !Surveys.get().isOwedOrGivenBack(found);
    }

    /** {@return whether the reader may give it up now} */
    public boolean isMayGiveUp() {
        return isAdoptable() && Journal.get().mayAct() && Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** {@return the page on which it is given up, relative to the status page} */
    public String getUrl() {
        return "host/" + found.host().id() + "/holding/" + getEntry() + "/";
    }

    /** {@return whether what is inside the VM may be held as well, and stays} */
    public boolean isVm() {
        return Subject.isVm(found.lease().subject());
    }
}
