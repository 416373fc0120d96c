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
import java.util.List;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What one nested VM shall have of a network that {@code hypervNat} makes. */
public final class NatGuest extends AbstractDescribableImpl<NatGuest> {

    /** In place of an address: the guest gets no default gateway. */
    static final String NO_GATEWAY = "none";

    private final String vm;
    private final String address;
    private int prefixLength;
    private String gateway;
    private List<String> dns = new ArrayList<>();
    private String adapter;
    private boolean connect;
    private String credentialsId;

    @DataBoundConstructor
    public NatGuest(String vm, String address) {
        this.vm = vm == null ? "" : vm;
        this.address = address == null ? "" : address.strip();
    }

    /** {@return the nested VM, by its exact name or its id} */
    public String getVm() {
        return vm;
    }

    /** {@return its IPv4 address} */
    public String getAddress() {
        return address;
    }

    /** {@return length of its prefix; 0 for that of the network} */
    public int getPrefixLength() {
        return prefixLength;
    }

    @DataBoundSetter
    public void setPrefixLength(int prefixLength) {
        this.prefixLength = prefixLength;
    }

    /** {@return its default gateway; null for the network's, {@value #NO_GATEWAY} for none} */
    @CheckForNull
    public String getGateway() {
        return gateway;
    }

    @DataBoundSetter
    public void setGateway(String gateway) {
        this.gateway = StepChecks.textOrNull(gateway);
    }

    /** {@return its DNS servers, in order} */
    public List<String> getDns() {
        return List.copyOf(dns);
    }

    /** The form has one server a line, which arrive as one text. */
    @DataBoundSetter
    public void setDns(List<String> dns) {
        // a list that a job's configuration can be read back with
        this.dns = new ArrayList<>(Stream.ofNullable(dns)
                .flatMap(List::stream)
                .map(String::valueOf) // null is then refused as an address, where its author hears of it
                .flatMap(String::lines)
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .toList());
    }

    /** {@return exact name of the network connection in the guest; null for the one on the switch, or the only one} */
    @CheckForNull
    public String getAdapter() {
        return adapter;
    }

    @DataBoundSetter
    public void setAdapter(String adapter) {
        this.adapter = adapter == null || adapter.isEmpty() ? null : adapter;
    }

    /** {@return whether the nested VM's adapter is connected to the switch} */
    public boolean isConnect() {
        return connect;
    }

    @DataBoundSetter
    public void setConnect(boolean connect) {
        this.connect = connect;
    }

    /** {@return id of credentials of an administrator of its guest; null for those of the step} */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = StepChecks.textOrNull(credentialsId);
    }

    /**
     * {@return what operations know it by}
     *
     * @param length length of the network's prefix
     * @param around the network's gateway
     * @param login the step's credentials, or null
     */
    Nat.Guest asGuest(int length, String around, @CheckForNull String login) {
        String own = gateway == null ? around : gateway;
        String ownLogin = credentialsId == null ? login : credentialsId;
        return new Nat.Guest(
                vm,
                address,
                prefixLength == 0 ? length : prefixLength,
                own.equals(NO_GATEWAY) ? "" : own,
                dns,
                adapter == null ? "" : adapter,
                connect,
                ownLogin == null ? "" : ownLogin);
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NatGuest> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.NatGuest_DisplayName();
        }

        /** For the form: {@return the DNS servers of a guest, one a line} */
        @Restricted(NoExternalUse.class)
        public String dnsLinesOf(NatGuest guest) {
            return guest == null ? "" : String.join("\n", guest.getDns());
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialsForm.list(item, credentialsId);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialsForm.check(item, value);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckVm(@AncestorInPath Item item, @QueryParameter String value) {
            return NestedStepDescriptor.mayConfigure(item)
                    ? NestedStepDescriptor.checked(() -> StepChecks.vm(value))
                    : FormValidation.ok();
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckAddress(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @RelativePath("..") @QueryParameter String prefix,
                @RelativePath("..") @QueryParameter String gateway) {
            if (!NestedStepDescriptor.mayConfigure(item)) {
                return FormValidation.ok();
            }
            if (StepChecks.textOrNull(value) == null) {
                return FormValidation.error(Messages.NatGuest_noAddress());
            }
            return HypervNatStep.checkedGuest(new NatGuest("guest", value), prefix, gateway);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPrefixLength(@AncestorInPath Item item, @QueryParameter String value) {
            if (!NestedStepDescriptor.mayConfigure(item) || value == null || value.isEmpty()) {
                return FormValidation.ok();
            }
            return NestedStepDescriptor.checked(() -> {
                NatGuest guest = some();
                guest.setGateway(NO_GATEWAY);
                guest.setPrefixLength(Integer.parseInt(value));
                return HypervNatStep.networkWith(guest, Nat.DEFAULT.prefix(), "");
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckGateway(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @QueryParameter String address,
                @QueryParameter String prefixLength,
                @RelativePath("..") @QueryParameter String prefix,
                @RelativePath("..") @QueryParameter("gateway") String around) {
            boolean empty = StepChecks.textOrNull(value) == null;
            if (empty || doCheckAddress(item, address, prefix, around).kind != FormValidation.Kind.OK) {
                return FormValidation.ok(); // what is wrong with the address is said there
            }
            return NestedStepDescriptor.checked(() -> {
                NatGuest guest = new NatGuest("guest", address);
                guest.setPrefixLength(Integer.parseInt(prefixLength));
                guest.setGateway(value);
                return HypervNatStep.networkWith(guest, prefix, around);
            });
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckDns(@AncestorInPath Item item, @QueryParameter String value) {
            if (!NestedStepDescriptor.mayConfigure(item) || value == null || value.isEmpty()) {
                return FormValidation.ok();
            }
            NatGuest guest = some();
            guest.setDns(List.of(value));
            return HypervNatStep.checkedGuest(guest, Nat.DEFAULT.prefix(), "");
        }

        /** One with which nothing is wrong, in the network that is made where a step does not say which. */
        private static NatGuest some() {
            return new NatGuest("guest", "192.168.100.2");
        }
    }
}
