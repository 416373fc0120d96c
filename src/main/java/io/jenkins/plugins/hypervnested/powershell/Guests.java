package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;

/** What it takes to enter guests: their logins, and what they have to answer. */
final class Guests {

    private final GuestLogins logins;
    private final Greeting greeting;
    private final Bounds bounds;

    /** @param greeting what is expected of a guest, which gets the module of the machine that was opened */
    Guests(GuestLogins logins, Greeting greeting, Bounds bounds) {
        this.logins = logins;
        this.greeting = greeting;
        this.bounds = bounds;
    }

    /**
     * Opens a session in the guest of a VM.
     *
     * @param vm how messages call the VM
     */
    Dialogue enter(Dialogue outer, String vmId, String vm, String login) throws MachineException, InterruptedException {
        Asked asked = new Asked("enter the guest of " + vm + " with login '" + login + "'", outer.machine(), vm, false);
        if (!logins.has(login)) {
            throw new MachineException(new Failure.NotPermitted(asked.details(
                    "unchanged",
                    "Give credentials with a user name and a password of an administrator of that guest: '" + login
                            + "' names none that the job may use.",
                    "HVN.NoLogin",
                    "",
                    "")));
        }
        Call call = Call.ofSession(
                outer.route(), vmId, "enter", Requests.enter(vmId, logins.user(login)), bounds.session());
        Fields hello = outer.ask(asked, call, "guest", logins.password(login), GuestMapping::of, value -> value);
        Dialogue inside = outer.inside(vmId, "guest of " + vm, bounds);
        boolean understood = false;
        try {
            greeting.check(Greeting.Hello.read(hello), asked);
            understood = true;
            return inside;
        } catch (ShapeException e) {
            throw new MachineException(
                    Troubles.failure(Trouble.of(Trouble.Kind.GARBAGE, e.getMessage()), asked, ""), e);
        } finally {
            if (!understood) {
                inside.close();
            }
        }
    }

    /** Forgets the logins. */
    void clear() {
        logins.clear();
    }
}
