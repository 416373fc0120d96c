package io.jenkins.plugins.hypervnested.ui;

import hudson.model.ModelObject;
import io.jenkins.plugins.hypervnested.config.HypervHost;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.journal.FoundHolding;
import io.jenkins.plugins.hypervnested.journal.HostRef;
import io.jenkins.plugins.hypervnested.journal.HostSurvey;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.Surveys;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.verb.POST;

/** The page of one host: the leases that lie on it, and who holds them. */
@Restricted(NoExternalUse.class)
public final class HostPage implements ModelObject {

    private static final int MOST_LEASES = 200;

    private final HypervHost host;

    HostPage(HypervHost host) {
        this.host = host;
    }

    @Override
    public String getDisplayName() {
        return Messages.HostPage_DisplayName(host.getName());
    }

    public String getName() {
        return host.getName();
    }

    public String getId() {
        return host.getId();
    }

    /** {@return the page, relative to the status page} */
    public String getUrl() {
        return "host/" + host.getId() + "/";
    }

    private Optional<HostSurvey> survey() {
        return Surveys.get().of(host.getId());
    }

    /** {@return when what is shown was found; null when nobody looked yet} */
    public Date getFound() {
        return survey().map(HostSurvey::begun).map(HostPage::date).orElse(null);
    }

    /** {@return when it was looked for last, with whatever success; null when nobody looked yet} */
    public Date getAsked() {
        return survey().map(HostSurvey::asked).map(HostPage::date).orElse(null);
    }

    private static Date date(Instant instant) {
        return Date.from(instant);
    }

    public boolean isUnderWay() {
        return survey().map(HostSurvey::underWay).orElse(false);
    }

    /** {@return why the last look found nothing out; empty when it did} */
    public String getProblem() {
        return survey().map(HostSurvey::problem).orElse("");
    }

    /** {@return who answered; empty when nobody did yet} */
    public String getMachine() {
        return survey().map(HostSurvey::machine).map(machine -> machine.name()).orElse("");
    }

    public List<LeaseView> getLeases() {
        return survey().stream()
                .flatMap(survey -> survey.leases().stream().map(lease -> new LeaseView(survey, lease)))
                .limit(MOST_LEASES)
                .toList();
    }

    /** {@return how many leases there are beyond those that are shown} */
    public int getFurther() {
        return Math.max(0, count() - MOST_LEASES);
    }

    private int count() {
        return survey().map(survey -> survey.leases().size()).orElse(0);
    }

    /** {@return how many leases there are, or that nobody looked yet, as one line; empty where only a problem is known} */
    public String getSummary() {
        if (getFound() == null) {
            return getProblem().isEmpty() ? Messages.HostPage_NotLooked() : "";
        }
        return Messages.HostPage_Leases(count());
    }

    /** {@return whether the reader may have a look taken now} */
    public boolean isMaySurvey() {
        return !Journal.get().isReadOnly() && Jenkins.get().hasPermission(HypervPermissions.RETRY);
    }

    /** Looks which leases there are; the answer comes later. */
    @POST
    public HttpResponse doSurvey() {
        Jenkins.get().checkPermission(HypervPermissions.RETRY);
        Surveys.get().survey(HostRef.of(host));
        return HttpRedirect.DOT;
    }

    /** {@return the page on which what an entry holds is given up, or null} */
    public HoldingPage getHolding(String entry) {
        Optional<FoundHolding> found = survey().flatMap(survey -> survey.holding(entry));
        return found.map(HolderView::new).map(HoldingPage::new).orElse(null);
    }
}
