package io.jenkins.plugins.hypervnested.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Job;
import hudson.model.Node;
import io.jenkins.plugins.hypervnested.operation.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A Windows machine that administrators have registered: how it is reached, through which agents, and who may use it. */
public final class HypervHost extends AbstractDescribableImpl<HypervHost> {

    private final String name;
    private final HostTransport transport;
    private String id = UUID.randomUUID().toString();
    private transient boolean idGiven;
    private String agents = "";
    private String label = "";
    private boolean trustLabel;
    private boolean allowBuiltIn;
    private String allowedJobs = "";
    private String allowedVms = "";
    private boolean allowChangeRequests;
    private boolean allowOwnNetwork;
    private String runsOn = "";

    @DataBoundConstructor
    public HypervHost(String name, HostTransport transport) {
        this.name = Util.fixNull(name).strip();
        this.transport = transport == null ? new LocalTransport() : transport;
    }

    /** A host that is only tested, with what stands in its form. */
    static HypervHost forTest(
            String name,
            HostTransport transport,
            String agents,
            String label,
            boolean trustLabel,
            boolean allowBuiltIn) {
        HypervHost host = new HypervHost(name, transport);
        host.setAgents(agents);
        host.setLabel(label);
        host.setTrustLabel(trustLabel);
        host.setAllowBuiltIn(allowBuiltIn);
        return host;
    }

    public String getName() {
        return name;
    }

    public HostTransport getTransport() {
        return transport;
    }

    /** {@return what the journal knows the host by; made once, kept when the host is renamed} */
    public String getId() {
        return id;
    }

    /** Gives the id that it had; blank keeps the one that was made. */
    @DataBoundSetter
    public void setId(String id) {
        String given = Util.fixNull(id).strip();
        if (!given.isEmpty()) {
            this.id = given;
            idGiven = true;
        }
    }

    /** {@return whether the id came from outside; it was made up otherwise, and a host of that name may have another} */
    boolean isIdGiven() {
        return idGiven;
    }

    /** {@return names of nodes, one a line, in order of preference} */
    public String getAgents() {
        return agents;
    }

    @DataBoundSetter
    public void setAgents(String agents) {
        this.agents = Util.fixNull(agents).strip();
    }

    /** {@return the names of {@link #getAgents()}, each once} */
    public List<String> agentNames() {
        return agents.lines()
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .distinct()
                .toList();
    }

    /** {@return a label expression; empty for none. Counts only where {@link #isTrustLabel()}} */
    public String getLabel() {
        return label;
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = Util.fixNull(label).strip();
    }

    public boolean isTrustLabel() {
        return trustLabel;
    }

    @DataBoundSetter
    public void setTrustLabel(boolean trustLabel) {
        this.trustLabel = trustLabel;
    }

    public boolean isAllowBuiltIn() {
        return allowBuiltIn;
    }

    @DataBoundSetter
    public void setAllowBuiltIn(boolean allowBuiltIn) {
        this.allowBuiltIn = allowBuiltIn;
    }

    /** {@return rules for full names of jobs, one a line; see {@link NameRules}} */
    public String getAllowedJobs() {
        return allowedJobs;
    }

    @DataBoundSetter
    public void setAllowedJobs(String allowedJobs) {
        this.allowedJobs = Util.fixNull(allowedJobs).strip();
    }

    /** {@return rules for names of VMs, one a line; see {@link NameRules}} */
    public String getAllowedVms() {
        return allowedVms;
    }

    @DataBoundSetter
    public void setAllowedVms(String allowedVms) {
        this.allowedVms = Util.fixNull(allowedVms).strip();
    }

    public boolean isAllowChangeRequests() {
        return allowChangeRequests;
    }

    @DataBoundSetter
    public void setAllowChangeRequests(boolean allowChangeRequests) {
        this.allowChangeRequests = allowChangeRequests;
    }

    /** {@return whether jobs may change the network of the host itself, and not only what is in its VMs} */
    public boolean isAllowOwnNetwork() {
        return allowOwnNetwork;
    }

    @DataBoundSetter
    public void setAllowOwnNetwork(boolean allowOwnNetwork) {
        this.allowOwnNetwork = allowOwnNetwork;
    }

    /** {@return {@code <host id>/<VM name>} of the VM that this host is, on a host that is registered too; empty for none} */
    public String getRunsOn() {
        return runsOn;
    }

    @DataBoundSetter
    public void setRunsOn(String runsOn) {
        this.runsOn = Util.fixNull(runsOn).strip();
    }

    public NameRules jobRules() {
        return NameRules.parse(allowedJobs);
    }

    public NameRules vmRules() {
        return NameRules.parse(allowedVms);
    }

    /** {@return whether the node may be the agent through which this host is reached} */
    public boolean mayUse(Node node) {
        if (node instanceof Jenkins) {
            return allowBuiltIn;
        }
        return agentNames().contains(node.getNodeName())
                || trustLabel && !label.isEmpty() && HostNodes.matches(label, node);
    }

    /** {@return null when the job may use this host; why not and what to do otherwise, in the reader's language} */
    @CheckForNull
    public String refusalOf(Job<?, ?> job) {
        if (!jobRules().allows(job.getFullName())) {
            return Messages.HypervHost_JobRefused(job.getFullName(), name);
        }
        return !allowChangeRequests && ChangeRequests.isOne(job)
                ? Messages.HypervHost_ChangeRequestRefused(job.getFullName(), name)
                : null;
    }

    /** {@return null when VMs of that name may be touched; why not and what to do otherwise, in the reader's language} */
    @CheckForNull
    public String refusalOfVm(String vmName) {
        return vmRules().allows(vmName) ? null : Messages.HypervHost_VmRefused(vmName, name);
    }

    /** {@return null when the network of the host itself may be changed; why not and what to do otherwise, in the reader's language} */
    @CheckForNull
    public String refusalOfOwnNetwork() {
        return allowOwnNetwork ? null : Messages.HypervHost_OwnNetworkRefused(name);
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends HypervHostDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.HypervHost_DisplayName();
        }

        /** {@return the transports to choose from: those that can be used, and the saved one where it cannot} */
        @Restricted(NoExternalUse.class)
        public List<Descriptor<HostTransport>> transports(HypervHost instance) {
            List<Descriptor<HostTransport>> all = new ArrayList<>(Jenkins.get().getDescriptorList(HostTransport.class));
            if (instance != null && !instance.transport.getDescriptor().isAvailable()) {
                all.add(instance.transport.getDescriptor());
            }
            return all;
        }
    }
}
