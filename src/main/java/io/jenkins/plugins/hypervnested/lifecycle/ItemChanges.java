package io.jenkins.plugins.hypervnested.lifecycle;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.hypervnested.journal.Rollback;

/** A job or a folder is deleted, which removes runs without a word of each, or moves. */
@Extension
public final class ItemChanges extends ItemListener {

    @Override
    public void onDeleted(Item item) {
        Rollback.get().itemDeleted(item.getFullName());
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        Rollback.get().itemMoved(oldFullName, newFullName);
    }
}
