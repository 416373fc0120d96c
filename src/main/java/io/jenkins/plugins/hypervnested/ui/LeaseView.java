package io.jenkins.plugins.hypervnested.ui;

import io.jenkins.plugins.hypervnested.journal.FoundHolding;
import io.jenkins.plugins.hypervnested.journal.HostSurvey;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.operation.FoundHolder;
import io.jenkins.plugins.hypervnested.operation.FoundLease;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** One lease of a host, as it was found. */
@Restricted(NoExternalUse.class)
public final class LeaseView {

    private static final int MOST_HOLDERS = 50;

    private final HostSurvey survey;
    private final FoundLease lease;

    LeaseView(HostSurvey survey, FoundLease lease) {
        this.survey = survey;
        this.lease = lease;
    }

    public String getSubject() {
        return HolderView.subject(lease);
    }

    /** {@return the VM's id; empty where it is about the host itself} */
    public String getVmId() {
        return Subject.isVm(lease.subject()) ? lease.subject() : "";
    }

    public boolean isReadable() {
        return lease.isReadable();
    }

    /** {@return why it cannot be read, and what to do} */
    public String getProblem() {
        return switch (lease.problem()) {
            case "" -> "";
            case "NEWER" -> Messages.LeaseView_Newer();
            default -> Messages.LeaseView_Damaged(lease.subject());
        };
    }

    public List<HolderView> getHolders() {
        return lease.holders().stream()
                .limit(MOST_HOLDERS)
                .map(holder -> new HolderView(new FoundHolding(survey.host(), survey.machine(), lease, holder)))
                .toList();
    }

    /** {@return how many hold it beyond those that are shown} */
    public int getFurther() {
        return Math.max(0, lease.holders().size() - MOST_HOLDERS);
    }

    /** {@return who changes it right now; empty when nobody does} */
    public String getActor() {
        return lease.holders().stream()
                .filter(holder -> holder.entry().equals(lease.actor()))
                .map(FoundHolder::shownAs)
                .findFirst()
                .orElse(lease.actor());
    }
}
