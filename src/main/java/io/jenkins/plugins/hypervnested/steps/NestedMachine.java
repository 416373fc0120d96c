package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.hypervnested.operation.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What a block, or a build, wants of one VM or several of a host, in the words of {@code hypervNestedEnable}, and what inside them. */
public final class NestedMachine extends AbstractDescribableImpl<NestedMachine> {

    private String host;
    private String vm;
    private List<String> vms;
    private boolean macSpoofing;
    private Options.Restart restart = Options.Restart.GRACEFUL;
    private boolean start;
    private Options.WaitFor waitFor = Options.WaitFor.HEARTBEAT;
    private Options.WhenHeld whenHeld = Options.WhenHeld.WAIT;
    private boolean restorePower = true;
    private int guestBuild;
    private String guestCredentialsId;
    private boolean install;
    private NestedNat nat;

    @DataBoundConstructor
    public NestedMachine(String host) {
        this.host = host == null ? "" : host;
    }

    /** {@return name or id of the configured host} */
    public String getHost() {
        return host;
    }

    void setHost(String host) {
        this.host = host == null ? "" : host;
    }

    /** {@return the VM, by its exact name or its id; null when several are named} */
    @CheckForNull
    public String getVm() {
        return vm;
    }

    @DataBoundSetter
    public void setVm(String vm) {
        this.vm = vm == null || vm.isEmpty() ? null : vm;
    }

    /** {@return the VMs; null when one is named} */
    @CheckForNull
    public List<String> getVms() {
        return vms == null ? null : Collections.unmodifiableList(vms);
    }

    @DataBoundSetter
    public void setVms(List<String> vms) {
        this.vms = vms == null || vms.isEmpty() ? null : new ArrayList<>(vms);
    }

    /** {@return whether MAC address spoofing is allowed on all adapters as well, in the same restart} */
    public boolean isMacSpoofing() {
        return macSpoofing;
    }

    @DataBoundSetter
    public void setMacSpoofing(boolean macSpoofing) {
        this.macSpoofing = macSpoofing;
    }

    /** {@return what may be done to a VM that runs} */
    public Options.Restart getRestart() {
        return restart;
    }

    @DataBoundSetter
    public void setRestart(Options.Restart restart) {
        this.restart = restart;
    }

    /** {@return whether a VM that was off is started} */
    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    /** {@return what a started VM must show} */
    public Options.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(Options.WaitFor waitFor) {
        this.waitFor = waitFor;
    }

    /** {@return what to do while another run stands in the way} */
    public Options.WhenHeld getWhenHeld() {
        return whenHeld;
    }

    @DataBoundSetter
    public void setWhenHeld(Options.WhenHeld whenHeld) {
        this.whenHeld = whenHeld;
    }

    /** {@return whether giving it back also starts a VM that ran before} */
    public boolean isRestorePower() {
        return restorePower;
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        this.restorePower = restorePower;
    }

    /** {@return Windows build of the guests, for those that do not tell; 0 when not known} */
    public int getGuestBuild() {
        return guestBuild;
    }

    @DataBoundSetter
    public void setGuestBuild(int guestBuild) {
        this.guestBuild = guestBuild;
    }

    /** {@return id of credentials of an administrator of the guest, for the role and the network; null when there are none} */
    @CheckForNull
    public String getGuestCredentialsId() {
        return guestCredentialsId;
    }

    @DataBoundSetter
    public void setGuestCredentialsId(String guestCredentialsId) {
        this.guestCredentialsId = StepChecks.textOrNull(guestCredentialsId);
    }

    /** {@return whether the Hyper-V role is installed inside} */
    public boolean isInstall() {
        return install;
    }

    @DataBoundSetter
    public void setInstall(boolean install) {
        this.install = install;
    }

    /** {@return the network that is made inside; null for none} */
    @CheckForNull
    public NestedNat getNat() {
        return nat;
    }

    @DataBoundSetter
    public void setNat(NestedNat nat) {
        this.nat = nat;
    }

    /** Whether nothing was said of it. */
    boolean isBlank() {
        return host.isBlank()
                && vm == null
                && vms == null
                && !macSpoofing
                && restart == Options.Restart.GRACEFUL
                && !start
                && waitFor == Options.WaitFor.HEARTBEAT
                && whenHeld == Options.WhenHeld.WAIT
                && restorePower
                && guestBuild == 0
                && guestCredentialsId == null
                && !install
                && nat == null;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends NestedMachineForm {}
}
