package io.jenkins.plugins.hypervnested.steps;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.concurrent.TimeUnit;

/** What a form offers where a parameter has a few values, the default first. */
final class PickLists {

    private PickLists() {}

    static ListBoxModel restarts() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.restart_GRACEFUL(), Options.Restart.GRACEFUL.name());
        items.add(Messages.restart_FORCE(), Options.Restart.FORCE.name());
        items.add(Messages.restart_NEVER(), Options.Restart.NEVER.name());
        return items;
    }

    static ListBoxModel waits() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.waitFor_HEARTBEAT(), Options.WaitFor.HEARTBEAT.name());
        items.add(Messages.waitFor_RUNNING(), Options.WaitFor.RUNNING.name());
        items.add(Messages.waitFor_NONE(), Options.WaitFor.NONE.name());
        return items;
    }

    static ListBoxModel whenHeld() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.whenHeld_WAIT(), Options.WhenHeld.WAIT.name());
        items.add(Messages.whenHeld_FAIL(), Options.WhenHeld.FAIL.name());
        return items;
    }

    static ListBoxModel rollbackFailures() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.onRollbackFailure_FAIL(), RollbackFailure.FAIL.name());
        items.add(Messages.onRollbackFailure_UNSTABLE(), RollbackFailure.UNSTABLE.name());
        items.add(Messages.onRollbackFailure_IGNORE(), RollbackFailure.IGNORE.name());
        return items;
    }

    static ListBoxModel units() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.unit_SECONDS(), TimeUnit.SECONDS.name());
        items.add(Messages.unit_MINUTES(), TimeUnit.MINUTES.name());
        items.add(Messages.unit_HOURS(), TimeUnit.HOURS.name());
        return items;
    }
}
