package io.jenkins.plugins.hypervnested.ui;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.hypervnested.config.HypervPermissions;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** On a run's page: which VMs the run changed, whether they are as they were again, and the log of putting them back. */
@Restricted(NoExternalUse.class)
public final class RunSummaryAction implements Action {

    private final Run<?, ?> run;

    RunSummaryAction(Run<?, ?> run) {
        this.run = run;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getDisplayName() {
        return Messages.RunSummaryAction_DisplayName();
    }

    @Override
    public String getIconFileName() {
        return HypervNestedLink.ICON;
    }

    @Override
    public String getUrlName() {
        return HypervNestedLink.URL;
    }

    public List<EntryView> getEntries() {
        return Journal.get().entriesOf(run).stream().map(EntryView::new).toList();
    }

    /** {@return whether the reader may see the status page} */
    public boolean isMayView() {
        return Jenkins.get().hasPermission(HypervPermissions.VIEW);
    }

    public String getStatusUrl() {
        return "manage/" + HypervNestedLink.URL + "/";
    }

    /** Adds it to the runs that the journal knows. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run run) {
            return Journal.get().entriesOf(run).isEmpty() ? List.of() : List.of(new RunSummaryAction(run));
        }
    }
}
