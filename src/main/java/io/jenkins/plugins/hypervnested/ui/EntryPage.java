package io.jenkins.plugins.hypervnested.ui;

import hudson.model.ModelObject;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.journal.Decisions;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The page of one entry: what was changed, why it is stuck, the log of its rollback, and what can be done. */
@Restricted(NoExternalUse.class)
public final class EntryPage implements ModelObject {

    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_ID = 255;

    private final EntryView view;

    EntryPage(EntryView view) {
        this.view = view;
    }

    @Override
    public String getDisplayName() {
        return view.getTitle();
    }

    public EntryView getView() {
        return view;
    }

    public boolean isMayRetry() {
        return view.isStuck() && Journal.get().mayAct() && Jenkins.get().hasPermission(HypervPermissions.RETRY);
    }

    public boolean isMayForget() {
        return view.isStuck() && Jenkins.get().hasPermission(HypervPermissions.FORGET);
    }

    /** Only what is stuck: what a run still holds is given back by its end, and what is being given back needs no second one. */
    @POST
    public HttpResponse doRetry() {
        Jenkins.get().checkPermission(HypervPermissions.RETRY);
        if (view.isStuck()) {
            Rollback.get().retry(view.getId(), Jenkins.getAuthentication2().getName());
        }
        return HttpRedirect.DOT;
    }

    public boolean isMayRetryAlone() {
        return view.isWaitingForInside() && isMayRetry();
    }

    /** Somebody decided that it is put back though what is inside it is not. */
    @POST
    public HttpResponse doRetryAlone() {
        Jenkins.get().checkPermission(HypervPermissions.RETRY);
        if (view.isWaitingForInside()) {
            Rollback.get().retryAlone(view.getId(), Jenkins.getAuthentication2().getName());
        }
        return HttpRedirect.DOT;
    }

    public boolean isMayRestore() {
        return view.isLeaseLost() && isMayRetry();
    }

    /** Somebody compared the VM with what is recorded, and decided that it is restored though no lease says so any more. */
    @POST
    public HttpResponse doRestore() {
        Jenkins.get().checkPermission(HypervPermissions.RETRY);
        if (view.isLeaseLost()) {
            Decisions.get()
                    .restoreFromJournal(
                            view.getId(), Jenkins.getAuthentication2().getName());
        }
        return HttpRedirect.DOT;
    }

    public boolean isMayReplaceCredentials() {
        return view.isStuck()
                && !view.getCredentials().isEmpty()
                && Journal.get().mayAct()
                && Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /**
     * @param login the credentials as the step named them
     * @param credentialsId id of those to use in their place
     */
    @POST
    public HttpResponse doRetryWith(@QueryParameter String login, @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String given = credentialsId == null ? "" : credentialsId.strip();
        if (given.isEmpty()
                || given.length() > LONGEST_ID
                || !view.getCredentials().contains(login)) {
            return HttpResponses.errorWithoutStack(400, Messages.EntryPage_CredentialsNeeded());
        }
        if (view.isStuck()) {
            String by = Jenkins.getAuthentication2().getName();
            Rollback.get().retryWith(view.getId(), login, given, by);
        }
        return HttpRedirect.DOT;
    }

    /** @param reason why the VM may stay as it is; kept with the entry */
    @POST
    public HttpResponse doForget(@QueryParameter String reason) {
        Jenkins.get().checkPermission(HypervPermissions.FORGET);
        if (!view.isStuck()) {
            return HttpResponses.errorWithoutStack(409, Messages.EntryPage_NotStuck());
        }
        String given = reason == null ? "" : reason.strip();
        if (given.isEmpty() || given.length() > LONGEST_REASON) {
            return HttpResponses.errorWithoutStack(400, Messages.EntryPage_ReasonNeeded(LONGEST_REASON));
        }
        Rollback.get().forget(view.getId(), Jenkins.getAuthentication2().getName(), given);
        return HttpRedirect.DOT;
    }
}
