package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.agent.GuestLogin;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.operation.AspectRecord;
import io.jenkins.plugins.hypervnested.operation.MachineIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What one call of a step holds of one VM, and all that giving it back needs. Saved by XStream, so a class of plain fields; the
 * journal never changes one that it gave to somebody, but replaces it.
 */
public final class JournalEntry extends EntryProgress implements Cloneable {

    /** How far it is. Saved by name. */
    public enum State {
        /** Saved, perhaps sent; nobody knows yet whether the machine heard of it. */
        INTENDED,
        /** The lease names it as a holder. */
        HELD,
        /** It is being given back. */
        RETURNING,
        /** Given back: restored, passed on, found as it was first, or never joined. */
        RETURNED,
        /** It could not be given back yet. */
        STUCK
    }

    private static final Duration SILENT_WITHOUT_AGENT = Duration.ofMinutes(10);

    final String id;
    final long sequence;
    final String runKey;
    final String shownAs;
    final String hostId;
    final String vmAsked;
    final String wanted;
    /** What is wanted inside; null in entries that want nothing there. */
    final SavedInside inside;
    /** See {@link HostRef#runsOn}; null in entries of versions that did not keep it. */
    final String runsOn;
    /** See {@link Intent#block}. */
    final String block;

    final boolean rollback;
    final boolean restorePower;
    final String stopPolicy;
    final long created;
    /** When its step ends at the latest, by this controller's clock: no join of it is sent after that. */
    final long joinUntil;

    State state = State.INTENDED;
    String runId;
    String jobName;
    String hostName;
    String machineUuid = "";
    String machineName = "";
    String vmId = "";
    String vmName;
    List<SavedAspect> aspects = new ArrayList<>();
    /** Guest credentials that giving it back needs. */
    List<CredentialUse> credentials = new ArrayList<>();
    /** Entries that have to be given back before this one: what is inside a VM before the VM itself. */
    List<String> dependsOn = new ArrayList<>();
    /** Node name; null when it was never sent. */
    String agentName;
    /** Whether the step's call goes on. */
    boolean operating;

    boolean runGone;
    boolean passedOn;
    /** The step that gives it back before the run ends; null when none does. */
    String release;

    /** @param sequence counts up with each entry of this controller: the order of arrival */
    JournalEntry(String id, long sequence, Origin origin, HostRef host, Intent intent, Instant now) {
        this.id = id;
        this.sequence = sequence;
        this.runKey = origin.runKey();
        this.shownAs = origin.shownAs();
        this.runId = origin.runId();
        this.jobName = origin.jobName();
        this.hostId = host.id();
        this.hostName = host.name();
        this.vmAsked = intent.vm();
        this.vmName = intent.vm();
        this.wanted = intent.wanted();
        this.rollback = intent.options().rollback();
        this.restorePower = intent.options().restorePower();
        this.stopPolicy = intent.options().restart().name();
        this.runsOn = host.runsOn();
        this.block = intent.block();
        this.inside = SavedInside.of(intent.options().inside());
        this.credentials.addAll(intent.credentials());
        this.created = now.toEpochMilli();
        this.changed = created;
        this.joinUntil = created + intent.options().timeout().toMillis();
    }

    /** {@return a copy, to be changed in place of the original} */
    JournalEntry copy() {
        try {
            JournalEntry copy = (JournalEntry) clone();
            copy.aspects = new ArrayList<>(aspects);
            copy.credentials = new ArrayList<>(credentials);
            copy.dependsOn = new ArrayList<>(dependsOn);
            copy.log = new EntryLog(log);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether nothing is missing that giving it back needs. XStream leaves out what it cannot read, as a state that only a later version
     * knows.
     */
    boolean isWhole() {
        return Stream.of(id, runKey, hostId, vmAsked, stopPolicy, state, runId, jobName, hostName, machineUuid)
                        .allMatch(Objects::nonNull)
                && Stream.of(machineName, vmId, vmName, aspects, credentials, dependsOn, stuckText, log)
                        .allMatch(Objects::nonNull);
    }

    public String getId() {
        return id;
    }

    public State getState() {
        return state;
    }

    /** {@return whether something is still owed: neither returned nor forgotten} */
    public boolean isOpen() {
        return state != State.RETURNED && forgottenBy == null;
    }

    /** {@return whether a person should look: stuck, and not only for less than ten minutes by an agent or another entry} */
    public boolean isAlarming() {
        return state == State.STUCK
                && forgottenBy == null
                && (stuckReason != StuckReason.NO_AGENT && stuckReason != StuckReason.WAITS_FOR
                        || Due.hasCome(
                                Instant.ofEpochMilli(stuckSince).plus(SILENT_WITHOUT_AGENT),
                                Instant.now(),
                                SILENT_WITHOUT_AGENT));
    }

    public String getRunId() {
        return runId;
    }

    /** {@return how people know the run: its name and its controller's address} */
    public String getShownAs() {
        return shownAs;
    }

    /** {@return full name of the run's job, kept current when it moves} */
    public String getJobName() {
        return jobName;
    }

    public String getHostId() {
        return hostId;
    }

    /** {@return the host's name when the entry was made} */
    public String getHostName() {
        return hostName;
    }

    /** {@return SMBIOS UUID of the machine; empty until it was joined} */
    public String getMachineUuid() {
        return machineUuid;
    }

    public String getMachineName() {
        return machineName;
    }

    /** {@return whether it is about the machine itself, and no VM} */
    public boolean isMachine() {
        return vmAsked.isEmpty();
    }

    /** {@return the VM as the step named it; empty for the machine itself} */
    public String getVmAsked() {
        return vmAsked;
    }

    /** {@return the VM's id; empty until it was joined} */
    public String getVmId() {
        return vmId;
    }

    /** {@return for how long from now on a join of it may still be on its way} */
    Duration joinable(Instant now) {
        Duration left = Duration.between(now, Instant.ofEpochMilli(joinUntil));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** {@return the VM's name, as far as it is known; for the machine itself the machine's or the host's} */
    public String getShownName() {
        if (!isMachine()) {
            return vmName;
        }
        return machineName.isEmpty() ? hostName : machineName;
    }

    public String getVmName() {
        return vmName;
    }

    /** {@return see {@link Intent#wanted}} */
    public String getWanted() {
        return wanted;
    }

    public List<SavedAspect> getAspects() {
        return List.copyOf(aspects);
    }

    public String getAgentName() {
        return agentName;
    }

    /** {@return whether it is given back when the run ends; false keeps the change} */
    public boolean isRollback() {
        return rollback;
    }

    /** {@return whether it was given back by leaving it to others who hold it as well: then nothing was put back yet} */
    public boolean isPassedOn() {
        return passedOn;
    }

    public Instant getCreated() {
        return Instant.ofEpochMilli(created);
    }

    /** {@return the machine that was joined; null when none was} */
    MachineIdentity machine() {
        return machineUuid.isEmpty() && machineName.isEmpty() ? null : new MachineIdentity(machineUuid, machineName);
    }

    VmRef vm() {
        return vmId.isEmpty() ? Asked.of(vmAsked) : VmRef.id(vmId);
    }

    /** {@return ids of entries that have to be given back before this one} */
    public List<String> getDependsOn() {
        return List.copyOf(dependsOn);
    }

    /** {@return the VMs of the machine that it is about, as they were named} */
    List<String> guestNames() {
        return inside == null ? List.of() : inside.guestNames();
    }

    /** {@return where the logins that giving it back needs are looked up} */
    List<GuestLogin> logins() {
        Origin origin = new Origin(runId, runKey, jobName, shownAs);
        return credentials.stream().map(use -> use.login(origin)).toList();
    }

    /** {@return guest credentials that giving it back needs} */
    public List<CredentialUse> getCredentials() {
        return List.copyOf(credentials);
    }

    List<AspectRecord> records() {
        return aspects.stream().map(SavedAspect::asRecord).toList();
    }
}
