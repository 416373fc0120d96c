package io.jenkins.plugins.hypervnested.ui;

import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.hypervnested.config.HypervNestedConfiguration;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.journal.Decisions;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Surveys;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpRedirect;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/** The status page: who holds which VM since when, what is stuck and why, and what ended lately. */
@Extension
@Restricted(NoExternalUse.class)
public final class HypervNestedLink extends ManagementLink implements StaplerProxy {

    /** The page's address under {@code manage/}. */
    static final String URL = "hyperv-nested";

    static final String ICON = "symbol-hyperv-nested plugin-hyperv-nested-virtualization";

    private static final int RECENT = 50;

    @Override
    public String getDisplayName() {
        return Messages.HypervNestedLink_DisplayName();
    }

    @Override
    public String getDescription() {
        return Messages.HypervNestedLink_Description();
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    public Permission getRequiredPermission() {
        return HypervPermissions.VIEW;
    }

    @Override
    public Category getCategory() {
        return Category.STATUS;
    }

    /** Nothing below this address is for those who may not view it. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(HypervPermissions.VIEW);
        return this;
    }

    public List<EntryView> getStuck() {
        return views(e -> e.isOpen() && e.getState() == JournalEntry.State.STUCK);
    }

    public List<EntryView> getOpen() {
        return views(e -> e.isOpen() && e.getState() != JournalEntry.State.STUCK);
    }

    public List<EntryView> getRecent() {
        return Journal.get().entries().stream()
                .filter(e -> !e.isOpen())
                .sorted(Comparator.comparing(JournalEntry::getChanged).reversed())
                .limit(RECENT)
                .map(EntryView::new)
                .toList();
    }

    private static List<EntryView> views(Predicate<JournalEntry> which) {
        return Journal.get().openEntries().stream()
                .filter(which)
                .map(EntryView::new)
                .toList();
    }

    /** {@return when the page was made} */
    public Date getNow() {
        return new Date();
    }

    /** {@return the hosts that are configured} */
    public List<HostPage> getHosts() {
        return HypervNestedConfiguration.get().getHosts().stream()
                .map(HostPage::new)
                .toList();
    }

    /** {@return the page of a host, or null} */
    public HostPage getHost(String id) {
        return HypervNestedConfiguration.get().hostById(id).map(HostPage::new).orElse(null);
    }

    /** {@return what leases name as held by this Jenkins, and nobody here knows of} */
    public List<HolderView> getForgotten() {
        return Surveys.get().forgotten().stream()
                .limit(RECENT)
                .map(HolderView::new)
                .toList();
    }

    /** {@return hosts with something open, that no agent can reach since ten minutes} */
    public List<String> getHostsWithoutAgent() {
        return Journal.get().hostsWithoutAgent();
    }

    /** {@return why nothing is put back at the moment, until somebody decides; null where that is not so} */
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

    public boolean isMayDecide() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** {@return whether the reader may have something tried again, and it would be} */
    public boolean isMayRetry() {
        return Journal.get().mayAct() && Jenkins.get().hasPermission(HypervPermissions.RETRY);
    }

    /** {@return the page of an entry, or null} */
    public EntryPage getEntry(String id) {
        return Journal.get().find(id).map(e -> new EntryPage(new EntryView(e))).orElse(null);
    }

    /** This is the Jenkins that it was, at another address or in another place. */
    @POST
    public HttpResponse doConfirmMoved() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Decisions.get().confirmMoved();
        return HttpRedirect.DOT;
    }

    /** This is a copy of the Jenkins that holds the VMs; it lets go of all of them without touching one. */
    @POST
    public HttpResponse doDeclareCopy() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Journal.get().declareCopy(Jenkins.getAuthentication2().getName());
        return HttpRedirect.DOT;
    }
}
