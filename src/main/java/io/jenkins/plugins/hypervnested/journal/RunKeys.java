package io.jenkins.plugins.hypervnested.journal;

import hudson.model.Run;
import jenkins.model.Jenkins;

/** How runs are told apart. */
final class RunKeys {

    private RunKeys() {}

    /**
     * {@return an id that no other run of any controller has} Job and number alone come again when a job is deleted and made anew,
     * so it has the time as well. It is made once: it stays when the job moves.
     */
    static String of(Run<?, ?> run, String instance) {
        return instance + ':' + run.getExternalizableId() + ':' + run.getTimeInMillis();
    }

    /** Whether that entry is of that run, and not of one of the same name before it. */
    static boolean isOf(JournalEntry entry, Run<?, ?> run) {
        return entry.runId.equals(run.getExternalizableId()) && entry.runKey.endsWith(":" + run.getTimeInMillis());
    }

    /** {@return when the run of that key was scheduled} */
    static long timeOf(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf(':') + 1));
    }

    /** {@return the number of the run of that {@code Run.getExternalizableId()}} */
    static int numberOf(String runId) {
        return Integer.parseInt(runId.substring(runId.lastIndexOf('#') + 1));
    }

    static String shownAs(Run<?, ?> run) {
        String url = Jenkins.get().getRootUrl();
        return run.getFullDisplayName() + (url == null ? "" : " (" + url + run.getUrl() + ')');
    }
}
