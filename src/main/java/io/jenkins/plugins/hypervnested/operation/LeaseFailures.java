package io.jenkins.plugins.hypervnested.operation;

import io.jenkins.plugins.hypervnested.machine.Failure;

/** Failures of which an administrator has to hear: two controllers in one, and VMs that are gone. */
final class LeaseFailures {

    private final String machine;

    LeaseFailures(String machine) {
        this.machine = machine;
    }

    /** @param by the holder whose controller has the asking one's id, and was started by somebody else */
    Failure unknownStart(String subject, Incarnations.Unknown by) {
        return new Failure.Refused(new Failure.Details(
                "use the lease of " + subject
                        + ": another Jenkins that takes itself for this one has written there (for " + by.shown()
                        + "),",
                machine,
                subject,
                "not touched",
                "Say on the status page which Jenkins is the real one: one of them is a copy, or this one was set back in time.",
                "HVN.UnknownStart",
                "",
                "start " + by.start()));
    }

    /** Proven by the rights of the account and by the service, which answered a listing without the VM. */
    Failure vmGone(String shown) {
        return new Failure.NotFound(new Failure.Details(
                "put VM " + shown + " back: it is gone,",
                machine,
                shown,
                "gone",
                "Nothing has to be done where it was deleted: missing again after a minute, it counts as given back. Where it was"
                        + " moved to another host, put it right there by hand.",
                "HVN.VmGone",
                "",
                ""));
    }

    Failure vmNotSeen(String shown, String account) {
        return new Failure.NotFound(new Failure.Details(
                "put VM " + shown + " back: it is not seen by " + account
                        + ", which proves nothing, as that account may not see all VMs or Hyper-V does not answer,",
                machine,
                shown,
                "unknown",
                "Use a local administrator, or the JEA endpoint of this plugin, and see that the service vmms runs.",
                "HVN.VmNotSeen",
                "",
                ""));
    }

    Failure leaseBusy(String shown) {
        return new Failure.Busy(new Failure.Details(
                "leave the lease of VM " + shown + ", which is gone: others write it all the time,",
                machine,
                shown,
                "gone",
                "It is tried again.",
                "HVN.LeaseBusy",
                "",
                ""));
    }

    Failure wantsNothing(About about) {
        return new Failure.Refused(new Failure.Details(
                "hold " + about.shown() + " for a request that wants nothing of it",
                machine,
                about.object(),
                about.state(),
                "Name what is wanted: with MAC address spoofing the adapters, each by a name that only it has.",
                "HVN.WantsNothing",
                "",
                ""));
    }
}
