package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What kind of machine a {@link SimulatedHost} is, what its account may do there, and the leases that are there. */
abstract class SimulatedHostScene implements Serializable {

    private static final long serialVersionUID = 1;

    final String name;
    String uuid;
    String processor;
    int build;
    boolean server = true;
    boolean exposes = true;
    boolean supportsNesting = true;
    boolean administrator = true;
    boolean hyperVRights = true;
    boolean azure;
    String leaseFolderProblem = "";
    /** The lease folder is not there, as opposed to there and not to be used; a problem says why it cannot be made. */
    boolean noLeaseFolder;

    boolean endsSilentActors = true;
    boolean spoofsWhileOn = true;
    long verbMillis = 5;

    private final Map<String, SimulatedLease> leases = new TreeMap<>();

    SimulatedHostScene(String name, String processor, int build) {
        this.name = name;
        this.uuid =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        this.processor = processor;
        this.build = build;
    }

    abstract SimulatedHost self();

    public SimulatedHost processor(String maker) {
        processor = maker;
        return self();
    }

    public SimulatedHost build(int windowsBuild) {
        build = windowsBuild;
        return self();
    }

    /** A client system, such as Windows 11. */
    public SimulatedHost client() {
        server = false;
        return self();
    }

    /** A Home edition: a client system that does not have Hyper-V. */
    public SimulatedHost home() {
        self().role().home();
        return client();
    }

    /** The Hyper-V role is not installed; its module is not there. */
    public SimulatedHost withoutHyperV() {
        self().role().absent();
        return self();
    }

    /** Set-VMProcessor does not know ExposeVirtualizationExtensions, as before 2016. */
    public SimulatedHost withoutTheParameter() {
        exposes = false;
        return self();
    }

    /** Accepts the extensions and refuses to start the VM with them. */
    public SimulatedHost withoutNestingSupport() {
        supportsNesting = false;
        return self();
    }

    /** MAC address spoofing can be changed only while a VM is off. */
    public SimulatedHost spoofsOnlyWhileOff() {
        spoofsWhileOn = false;
        return self();
    }

    /** The account is in Hyper-V Administrators alone: it may do anything with VMs, and cannot write leases. */
    public SimulatedHost notAdministrator() {
        administrator = false;
        leaseFolderProblem = "only an administrator can make the folder of the leases";
        noLeaseFolder = true;
        return self();
    }

    /** The account may not even list VMs. */
    public SimulatedHost withoutHyperVRights() {
        hyperVRights = false;
        return notAdministrator();
    }

    public SimulatedHost leaseFolderProblem(String why) {
        leaseFolderProblem = why;
        return self();
    }

    /** Another machine behind the same name. */
    public SimulatedHost uuid(String smbiosUuid) {
        uuid = smbiosUuid;
        return self();
    }

    /** A silent actor's process cannot be ended by others. */
    public SimulatedHost keepsSilentActors() {
        endsSilentActors = false;
        return self();
    }

    /** {@return the JSON text of that VM's lease; empty when there is none} */
    public Optional<String> leaseText(String subject) {
        SimulatedLease lease = leases.get(subject);
        return lease == null ? Optional.empty() : Optional.ofNullable(lease.text);
    }

    /** Puts a lease there as some other version might have. */
    public void putLease(String subject, String epoch, String text) {
        SimulatedLease lease = lease(subject);
        lease.epoch = epoch;
        lease.text = text;
    }

    /** Makes a lease unreadable. */
    public void spoilLease(String subject, LeaseSeen.Problem problem) {
        SimulatedLease lease = lease(subject);
        lease.text = lease.text == null ? "" : lease.text;
        lease.problem = problem;
    }

    /** Deletes a lease behind everybody's back. */
    public void loseLease(String subject) {
        lease(subject).text = null;
    }

    Map<String, SimulatedLease> allLeases() {
        return leases;
    }

    SimulatedLease lease(String subject) {
        return leases.computeIfAbsent(subject, s -> new SimulatedLease());
    }
}
