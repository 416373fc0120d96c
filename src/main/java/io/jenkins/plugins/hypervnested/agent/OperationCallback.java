package io.jenkins.plugins.hypervnested.agent;

import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What an agent may tell the controller about one operation. Exported over the channel for that operation alone; public only
 * because remoting makes a proxy of it.
 */
@Restricted(NoExternalUse.class)
public interface OperationCallback {

    /**
     * A line for the log.
     *
     * @param handle the operation's id
     * @param number counts up with each call, so that nothing is heard twice
     * @param vm name of the VM, or empty
     * @param text one sentence
     */
    void progress(String handle, long number, String vm, String text);

    /** That a lease names an entry now. */
    void joined(String handle, long number, Joined joined);

    /** That the operation is over. */
    void ended(String handle, long number, Outcome outcome);
}
