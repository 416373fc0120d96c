package io.jenkins.plugins.hypervnested.agent;

/**
 * Where the login of a guest is looked up: an author's credentials, never what they hold.
 *
 * @param name what the request calls it
 * @param asked what is looked up in the run: the credentials as the author named them, perhaps by a build parameter
 * @param credentialsId the credentials' own id
 * @param runId {@code Run.getExternalizableId()} of the run whose author they are of
 * @param runTime when that run was scheduled, which tells it from one of the same id after it
 * @param context full name of that run's job, as it is called now
 */
public record GuestLogin(String name, String asked, String credentialsId, String runId, long runTime, String context) {}
