package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/** A step that can name several VMs of a host in place of one. */
public interface SeveralVms {

    /** {@return the VMs; null when one is named by {@code vm}} */
    @CheckForNull
    List<String> getVms();

    void setVms(List<String> vms);

    /** {@return Windows build of the guests, for those that do not tell; 0 when not known} */
    int getGuestBuild();
}
