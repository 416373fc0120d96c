package io.jenkins.plugins.hypervnested.operation;

import java.util.List;

/** Hears how an operation goes on. Called from the operation's own thread; must return soon and must not throw. */
public interface Progress {

    /**
     * Something to show in the log. At least every ten seconds while an operation waits.
     *
     * @param vm name of the VM; empty when about the machine
     * @param text one sentence
     */
    void say(String vm, String text);

    /**
     * The lease names that entry as a holder now; nothing was changed before this.
     *
     * @param entry the target's entry
     * @param machine the machine that was joined
     * @param vmId the VM's id
     * @param vmName the VM's name
     * @param aspects what the lease records
     */
    void joined(String entry, MachineIdentity machine, String vmId, String vmName, List<AspectRecord> aspects);
}
