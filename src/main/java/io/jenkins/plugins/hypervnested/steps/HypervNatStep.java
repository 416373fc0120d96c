package io.jenkins.plugins.hypervnested.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.hypervnested.operation.Inside;
import io.jenkins.plugins.hypervnested.operation.Nat;
import io.jenkins.plugins.hypervnested.operation.NatRules;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
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

/** Gives nested VMs a network behind a NAT, inside a VM or on the host itself, until the run ends: the other way beside MAC spoofing. */
public final class HypervNatStep extends InsideStep {

    private String switchName = Nat.DEFAULT.switchName();
    private String natName = Nat.DEFAULT.natName();
    private String prefix = Nat.DEFAULT.prefix();
    private String gateway;
    private List<NatGuest> guests = List.of();
    private boolean restorePower = true;

    @DataBoundConstructor
    public HypervNatStep(String host) {
        super(host);
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

    /** {@return the machine's own address in the prefix; null for its first} */
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
        this.guests = guests == null ? List.of() : new ArrayList<>(guests);
    }

    /** {@return whether giving it back also starts VMs that ran before} */
    public boolean isRestorePower() {
        return restorePower;
    }

    @DataBoundSetter
    public void setRestorePower(boolean restorePower) {
        this.restorePower = restorePower;
    }

    @Override
    Request.Kind kind() {
        return Request.Kind.NAT;
    }

    @Override
    Options options() {
        return super.options().withRestorePower(restorePower);
    }

    @Override
    StepArguments arguments() {
        String login = getVm() == null ? "" : StepChecks.credentials(getGuestCredentialsId(), getVm());
        Nat nat = StepChecks.nat(this::nat);
        nat.guests().forEach(guest -> StepChecks.credentials(StepChecks.textOrNull(guest.login()), guest.vm()));
        return StepArguments.ofInside(this, new Inside(login, nat));
    }

    private Nat nat() {
        String own = gateway == null ? NatRules.firstAddress(prefix) : gateway;
        int length = NatRules.lengthOf(prefix);
        return new Nat(
                switchName,
                natName,
                prefix,
                own,
                StepChecks.whole(guests, "guests").stream()
                        .map(guest -> guest.asGuest(length, own, getGuestCredentialsId()))
                        .toList());
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends InsideStepDescriptor {

        @Override
        public String getFunctionName() {
            return "hypervNat";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.HypervNatStep_DisplayName();
        }

        /** Without a VM the host itself is meant. */
        @POST
        @Override
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckVm(@AncestorInPath Item item, @QueryParameter String value) {
            if (!mayConfigure(item)) {
                return FormValidation.ok();
            }
            return value == null || value.isEmpty()
                    ? FormValidation.warning(Messages.HypervNatStep_hostItself())
                    : super.doCheckVm(item, value);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckSwitchName(@AncestorInPath Item item, @QueryParameter String value) {
            return checkedNat(item, value, Nat.DEFAULT.natName(), Nat.DEFAULT.prefix(), "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckNatName(@AncestorInPath Item item, @QueryParameter String value) {
            return checkedNat(item, Nat.DEFAULT.switchName(), value, Nat.DEFAULT.prefix(), "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPrefix(@AncestorInPath Item item, @QueryParameter String value) {
            return checkedNat(item, Nat.DEFAULT.switchName(), Nat.DEFAULT.natName(), value, "");
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckGateway(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String prefix) {
            return value == null || value.isEmpty()
                    ? FormValidation.ok()
                    : checkedNat(item, Nat.DEFAULT.switchName(), Nat.DEFAULT.natName(), prefix, value);
        }
    }

    /** {@return what is wrong with a network without guests} */
    static FormValidation checkedNat(Item item, String switchName, String natName, String prefix, String gateway) {
        if (!NestedStepDescriptor.mayConfigure(item)) {
            return FormValidation.ok();
        }
        HypervNatStep step = new HypervNatStep("");
        step.setSwitchName(switchName);
        step.setNatName(natName);
        step.setPrefix(prefix);
        step.setGateway(gateway);
        return NestedStepDescriptor.checked(() -> StepChecks.nat(step::nat));
    }

    /** {@return what is wrong with a guest of a network of that prefix and gateway} */
    static FormValidation checkedGuest(NatGuest guest, String prefix, String gateway) {
        return NestedStepDescriptor.checked(() -> networkWith(guest, prefix, gateway));
    }

    /** {@return a network of that prefix and gateway with that guest alone, checked} */
    static Nat networkWith(NatGuest guest, String prefix, String gateway) {
        HypervNatStep step = new HypervNatStep("");
        step.setPrefix(prefix);
        step.setGateway(gateway);
        step.setGuests(List.of(guest));
        return StepChecks.nat(step::nat);
    }
}
