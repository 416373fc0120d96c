package io.jenkins.plugins.hypervnested.lifecycle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.hypervnested.agent.AgentThreads;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.Rollback;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A run ends or is deleted. What it holds is given back when it is final: its log and its result are closed by then, so its log says
 * before what will be done, and the entries have logs of their own.
 */
@Extension
public final class RunEnds extends RunListener<Run<?, ?>> {

    /** The page of a run that shows its entries with their logs. */
    private static final String RUN_PAGE = "hyperv-nested/";

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        // a VM of which several things are held is named once
        Set<String> lines = new LinkedHashSet<>();
        for (JournalEntry entry : Rollback.get().owedBy(run)) {
            String vm = HyperlinkNote.encodeTo('/' + run.getUrl() + RUN_PAGE, entry.getShownName());
            lines.add(
                    entry.isRollback()
                            ? Messages.RunEnds_willBeGivenBack(vm, entry.getHostName())
                            : Messages.RunEnds_isKept(vm, entry.getHostName()));
        }
        lines.forEach(listener.getLogger()::println);
    }

    @Override
    public void onFinalized(Run<?, ?> run) {
        AgentThreads.pool().execute(() -> Rollback.get().runEnded(run));
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        Rollback.get().runDeleted(run);
    }
}
