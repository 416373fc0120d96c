package io.jenkins.plugins.hypervnested.ui;

import hudson.model.ModelObject;
import io.jenkins.plugins.hypervnested.journal.Decisions;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Asks an administrator whether what somebody holds is really to be given up, and says what that means. */
@Restricted(NoExternalUse.class)
public final class HoldingPage implements ModelObject {

    private static final int LONGEST_REASON = 1_000;

    private final HolderView view;

    HoldingPage(HolderView view) {
        this.view = view;
    }

    @Override
    public String getDisplayName() {
        return view.isOurs()
                ? Messages.HoldingPage_LeaveAgain(view.getSubject(), view.getHost())
                : Messages.HoldingPage_GiveUp(view.getSubject(), view.getHost());
    }

    public HolderView getView() {
        return view;
    }

    /** @param reason why it may be given up; kept with the entry that is made of it */
    @POST
    public HttpResponse doGiveUp(@QueryParameter String reason) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (!view.isAdoptable() || !Journal.get().mayAct()) {
            return HttpResponses.errorWithoutStack(409, Messages.HoldingPage_NotNow());
        }
        String given = reason == null ? "" : reason.strip();
        if (given.isEmpty() || given.length() > LONGEST_REASON) {
            return HttpResponses.errorWithoutStack(400, Messages.EntryPage_ReasonNeeded(LONGEST_REASON));
        }
        String by = Jenkins.getAuthentication2().getName();
        JournalEntry entry = Decisions.get().adopt(view.found(), by, given);
        return new HttpRedirect("../../../../entry/" + entry.getId() + "/");
    }
}
