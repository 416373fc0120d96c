package io.jenkins.plugins.hypervnested.jenkins;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.hypervnested.journal.Journal;
import java.util.concurrent.TimeUnit;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;

/** A run that goes on until it is closed: no sweep gives back what it holds. */
public record EndlessRun(JenkinsRule jenkins, FreeStyleBuild build) implements AutoCloseable {

    /** Begins one in a Jenkins that may act. */
    public static EndlessRun begin(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("endless");
        job.getBuildersList().add(new SleepBuilder(TimeUnit.HOURS.toMillis(1)));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        JenkinsLab.await(() -> Journal.get().mayAct());
        return new EndlessRun(jenkins, build);
    }

    @Override
    public void close() throws Exception {
        build.doStop();
        jenkins.waitForCompletion(build);
    }
}
