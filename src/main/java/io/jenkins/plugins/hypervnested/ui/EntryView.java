package io.jenkins.plugins.hypervnested.ui;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import io.jenkins.plugins.hypervnested.journal.CredentialUse;
import io.jenkins.plugins.hypervnested.journal.Journal;
import io.jenkins.plugins.hypervnested.journal.JournalEntry;
import io.jenkins.plugins.hypervnested.journal.StuckReason;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.springframework.security.access.AccessDeniedException;

/** One entry of the journal as a page shows it. Text from machines stays text: pages escape it. */
@Restricted(NoExternalUse.class)
public final class EntryView {

    /** What the journal puts before a network that is wanted. */
    private static final String NAT = "nat ";

    private final JournalEntry entry;

    EntryView(JournalEntry entry) {
        this.entry = entry;
    }

    public String getId() {
        return entry.getId();
    }

    public String getHost() {
        return entry.getHostName();
    }

    /** {@return what the configuration knows the host by, whatever it is called now} */
    public String getHostId() {
        return entry.getHostId();
    }

    /** {@return the host, with the computer that answered, where one did} */
    public String getHostShown() {
        return with(getHost(), entry.getMachineName());
    }

    /** {@return the VM; the host itself where that is meant} */
    public String getVm() {
        return entry.isMachine() ? Messages.EntryView_HostItself() : entry.getVmName();
    }

    /** {@return the VM and its host, or the host itself} */
    public String getTitle() {
        return entry.isMachine()
                ? Messages.EntryPage_OfHost(getHost())
                : Messages.EntryPage_DisplayName(getVm(), getHost());
    }

    /** {@return the VM, with its id, where it is known} */
    public String getVmShown() {
        return with(getVm(), entry.getVmId());
    }

    private static String with(String text, String more) {
        return more.isEmpty() ? text : text + " (" + more + ")";
    }

    /** {@return the agent that it was sent through last; empty where it never was} */
    public String getAgent() {
        String name = entry.getAgentName();
        if (name == null) {
            return "";
        }
        return name.isEmpty() ? Messages.EntryView_BuiltIn() : name;
    }

    /** {@return how the run is called: the job's full name and the number} */
    public String getRun() {
        String number = numberOf(entry.getRunId());
        if (entry.getJobName().isEmpty()) {
            return entry.getShownAs();
        }
        return number.isEmpty() ? entry.getJobName() : entry.getJobName() + " #" + number;
    }

    /** {@return the run's page, relative to the root; null where it is gone or the reader may not see it} */
    public String getRunUrl() {
        String number = numberOf(entry.getRunId());
        Job<?, ?> job = number.isEmpty() ? null : visibleJob(entry.getJobName());
        return job == null ? null : job.getUrl() + number + "/";
    }

    /** Jenkins refuses whoever may only discover a job, where it finds none for those who may not even do that. */
    @CheckForNull
    private static Job<?, ?> visibleJob(String fullName) {
        try {
            return Jenkins.get().getItemByFullName(fullName, Job.class);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    /** A run's id is the job's full name, a hash sign and the number. */
    static String numberOf(String runId) {
        String number = runId.substring(runId.lastIndexOf('#') + 1);
        return number.matches("[0-9]{1,10}") ? number : "";
    }

    /** {@return what the run wanted of the VM} */
    public String getWanted() {
        String wanted = entry.getWanted();
        if (wanted.startsWith(NAT)) {
            return Messages.EntryView_Nat(wanted.substring(NAT.length()));
        }
        return switch (wanted) {
            case "role" -> Messages.EntryView_Role();
            case "off" -> Messages.EntryView_Off();
            case "spoofing on" -> Messages.EntryView_SpoofingOn();
            case "spoofing off" -> Messages.EntryView_SpoofingOff();
            case "on" -> Messages.EntryView_On();
            default -> AspectText.want(wanted);
        };
    }

    public String getState() {
        if (isForgotten()) {
            return Messages.EntryView_Forgotten();
        }
        return switch (entry.getState()) {
            case INTENDED -> Messages.EntryView_Intended();
            case HELD -> entry.isRollback() ? Messages.EntryView_Held() : Messages.EntryView_Kept();
            case RETURNING -> Messages.EntryView_Returning();
            case RETURNED ->
                returned(
                        entry.isRollback(),
                        entry.isPassedOn(),
                        !entry.getAspects().isEmpty());
            case STUCK -> Messages.EntryView_Stuck();
        };
    }

    /** {@return what became of an entry that is owed no more} @param recorded whether a lease recorded anything of it */
    static String returned(boolean rollback, boolean passedOn, boolean recorded) {
        if (!rollback) {
            return Messages.EntryView_Kept();
        }
        if (passedOn) {
            return Messages.EntryView_PassedOn();
        }
        return recorded ? Messages.EntryView_Returned() : Messages.EntryView_NothingOwed();
    }

    /** {@return the state, with the reason, where it is stuck} */
    public String getStateShown() {
        return with(getState(), isStuck() ? getReason() : "");
    }

    public boolean isStuck() {
        return entry.getState() == JournalEntry.State.STUCK && !isForgotten();
    }

    /** {@return whether it is stuck because something inside is, and could be put back without that} */
    public boolean isWaitingForInside() {
        return isStuck() && entry.getStuckReason() == StuckReason.WAITS_FOR;
    }

    /** {@return whether its lease is gone, and the VM is not as it was first} */
    public boolean isLeaseLost() {
        return isStuck() && entry.getStuckReason() == StuckReason.LEASE_LOST;
    }

    /** {@return whether it is what somebody else held, or nobody knew of} */
    public boolean isAdopted() {
        return entry.getAdoptedBy() != null;
    }

    /** {@return who had it given up, and why} */
    public String getAdoptedShown() {
        return entry.getAdoptedBy() + ": " + entry.getAdoptedReason();
    }

    public boolean isOpen() {
        return entry.isOpen();
    }

    public boolean isForgotten() {
        return entry.getForgottenReason() != null;
    }

    public String getForgottenBy() {
        return entry.getForgottenBy();
    }

    public String getForgottenReason() {
        return entry.getForgottenReason();
    }

    /** {@return the kind of reason, in the reader's language; empty where it is not stuck} */
    public String getReason() {
        return entry.getStuckReason() == null ? "" : entry.getStuckReason().toString();
    }

    /** {@return what the machine or the plugin said about it} */
    public String getStuckText() {
        return entry.getStuckText();
    }

    public int getAttempts() {
        return entry.getAttempts();
    }

    public Date getSince() {
        return date(entry.getCreated());
    }

    public Date getChanged() {
        return date(entry.getChanged());
    }

    /** {@return when it is tried again by itself; null where it is not} */
    public Date getNextTry() {
        return Journal.get().mayAct() ? date(entry.getNextTry()) : null;
    }

    /** {@return what was changed: one line for each aspect} */
    public List<String> getAspects() {
        return new AspectText(entry.getAspects(), entry.getVmId()).lines();
    }

    /** {@return names of the guest credentials that putting it back needs, as the step named them} */
    public List<String> getCredentials() {
        return entry.getCredentials().stream().map(CredentialUse::getName).toList();
    }

    /** {@return the log of the rollback, with the lines as they were written; empty where nothing was given back yet} */
    public String getLog() {
        return String.join("\n", entry.getLog());
    }

    private static Date date(Instant instant) {
        return instant == null ? null : Date.from(instant);
    }
}
