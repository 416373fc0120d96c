package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.RelativePath;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hypervnested.operation.Nat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The network that a block makes inside a VM, in the words of {@code hypervNat}. */
public final class NestedNat extends AbstractDescribableImpl<NestedNat> {

    private String guestCredentialsId;
    private String switchName = Nat.DEFAULT.switchName();
    private String natName = Nat.DEFAULT.natName();
    private String prefix = Nat.DEFAULT.prefix();
    private String gateway;
    private List<NatGuest> guests = new ArrayList<>();
    private boolean start;
    private boolean restorePower = true;

    @DataBoundConstructor
    public NestedNat() {}

    /** {@return id of credentials of an administrator of the VM's guest; null for those of the machine} */
    @CheckForNull
    public String getGuestCredentialsId() {
        return guestCredentialsId;
    }

    @DataBoundSetter
    public void setGuestCredentialsId(String guestCredentialsId) {
        this.guestCredentialsId = StepChecks.textOrNull(guestCredentialsId);
    }

    /** {@return name of the internal switch} */
    public String getSwitchName() {
        return switchName;
    }

    @DataBoundSetter
    public void setSwitchName(String switchName) {
        this.switchName = switchName;
    }

    /** {@return name of the NAT} */
    public String getNatName() {
        return natName;
    }

    @DataBoundSetter
    public void setNatName(String natName) {
        this.natName = natName;
    }

    /** {@return what the NAT translates, as {@code 192.168.100.0/24}} */
    public String getPrefix() {
        return prefix;
    }

    @DataBoundSetter
    public void setPrefix(String prefix) {
        this.prefix = prefix == null ? "" : prefix.strip();
    }

    /** {@return the VM's own address in the prefix; null for its first} */
    @CheckForNull
    public String getGateway() {
        return gateway;
    }

    @DataBoundSetter
    public void setGateway(String gateway) {
        this.gateway = StepChecks.textOrNull(gateway);
    }

    /** {@return the nested VMs that get an address} */
    public List<NatGuest> getGuests() {
        return Collections.unmodifiableList(guests);
    }

    @DataBoundSetter
    public void setGuests(List<NatGuest> guests) {
        this.guests = guests == null ? new ArrayList<>() : new ArrayList<>(guests);
    }

    /** {@return whether nested VMs that are off are started} */
    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    /** {@return whether giving it back also starts VMs that ran before} */
    public boolean isRestorePower() {
        return restorePower;
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        this.restorePower = restorePower;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NestedNat> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.NestedNat_DisplayName();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillGuestCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String guestCredentialsId) {
            return CredentialsForm.list(item, guestCredentialsId);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckGuestCredentialsId(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @RelativePath("..") @QueryParameter("guestCredentialsId") String around) {
            if (StepChecks.textOrNull(value) == null
                    && StepChecks.textOrNull(around) == null
                    && NestedStepDescriptor.mayConfigure(item)) {
                return FormValidation.error(Messages.NestedNat_noCredentials());
            }
            return CredentialsForm.check(item, value);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSwitchName(@AncestorInPath Item item, @QueryParameter String value) {
            return HypervNatStep.checkedNat(item, value, Nat.DEFAULT.natName(), Nat.DEFAULT.prefix(), "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckNatName(@AncestorInPath Item item, @QueryParameter String value) {
            return HypervNatStep.checkedNat(item, Nat.DEFAULT.switchName(), value, Nat.DEFAULT.prefix(), "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPrefix(@AncestorInPath Item item, @QueryParameter String value) {
            return HypervNatStep.checkedNat(item, Nat.DEFAULT.switchName(), Nat.DEFAULT.natName(), value, "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckGateway(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String prefix) {
            return value == null || value.isEmpty()
                    ? FormValidation.ok()
                    : HypervNatStep.checkedNat(item, Nat.DEFAULT.switchName(), Nat.DEFAULT.natName(), prefix, value);
        }
    }
}
