package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes something inside a VM, by way of its guest. */
public abstract class InsideStep extends ChangeStep {

    private String guestCredentialsId;

    InsideStep(String host) {
        super(host);
    }

    /** {@return id of credentials of an administrator of the VM's guest, or a build parameter bound to them; null when there are none} */
    @CheckForNull
    public String getGuestCredentialsId() {
        return guestCredentialsId;
    }

    @DataBoundSetter
    public void setGuestCredentialsId(String guestCredentialsId) {
        this.guestCredentialsId = StepChecks.textOrNull(guestCredentialsId);
    }
}
