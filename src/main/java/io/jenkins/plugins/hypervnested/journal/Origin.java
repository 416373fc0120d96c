package io.jenkins.plugins.hypervnested.journal;

/**
 * The run that asks.
 *
 * @param runId {@code Run.getExternalizableId()}
 * @param runKey id of the run that is unique among all controllers and never used again, not even after the job was deleted and
 *     made anew
 * @param jobName full name of its job
 * @param shownAs how people know the run: its name and the controller's address
 */
public record Origin(String runId, String runKey, String jobName, String shownAs) {}
