package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** How a machine is opened: the process, its module, the session, and the question who answers. */
final class Opening {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Endpoint endpoint;
    private final Noise noise;
    private final Bounds bounds;
    private final ModuleSource module;

    Opening(Endpoint endpoint, Noise noise, Bounds bounds, ModuleSource module) {
        this.endpoint = endpoint;
        this.noise = noise;
        this.bounds = bounds;
        this.module = module;
    }

    /**
     * @param secrets cleared when this returns, however it does
     * @param logins cleared when this fails; otherwise when the machine is closed
     */
    PowerShellMachine open(HostSecrets secrets, GuestLogins logins) throws MachineException, InterruptedException {
        boolean opened = false;
        try {
            Channel channel = Channels.start(endpoint, secrets, module.encodedBootstrap());
            PowerShellMachine machine = converse(channel, secrets, logins);
            opened = true;
            return machine;
        } catch (TroubleException e) {
            throw Troubles.exceptionAtStart(e, asked("start PowerShell"), noise);
        } finally {
            secrets.clear();
            if (!opened) {
                logins.clear();
            }
        }
    }

    private PowerShellMachine converse(Channel channel, HostSecrets secrets, GuestLogins logins)
            throws MachineException, InterruptedException {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String marker = HexFormat.of().formatHex(random);
        Conversation conversation = new Conversation(channel, marker, noise, bounds.grace());
        boolean opened = false;
        try {
            conversation.send(module.line());
            conversation.send(("H " + marker + "\n").getBytes(StandardCharsets.US_ASCII));
            Call farewell = null;
            if (endpoint instanceof Endpoint.WinRm winRm) {
                openSession(conversation, winRm, secrets);
                farewell = Call.here("close", new JsonObject(), bounds.grace());
            }
            Guests guests = new Guests(logins, hear(conversation), bounds);
            Dialogue dialogue = new Dialogue(conversation, noise, endpoint.shownAs(), farewell);
            opened = true;
            return new PowerShellMachine(dialogue, bounds, guests);
        } finally {
            if (!opened) {
                conversation.close();
            }
        }
    }

    private void openSession(Conversation conversation, Endpoint.WinRm winRm, HostSecrets secrets)
            throws MachineException, InterruptedException {
        Asked asked = asked("open a WinRM session");
        Duration bound = bounds.greeting().plus(bounds.session());
        try {
            Fields answer =
                    conversation.ask(Call.here("open", Requests.open(winRm), bound), "password", secrets.password());
            throwIfError(answer, asked);
        } catch (TroubleException e) {
            throw Troubles.exceptionAtStart(e, asked, noise);
        } catch (ShapeException e) {
            throw Troubles.exception(garbage(conversation, e), asked, noise);
        }
    }

    private Greeting hear(Conversation conversation) throws MachineException, InterruptedException {
        Asked asked = asked("start PowerShell");
        try {
            Fields answer = conversation.ask(Call.here("hello", new JsonObject(), bounds.greeting()));
            throwIfError(answer, asked);
            Greeting expected = isJea() ? Greeting.ofInstalled(module.sha256()) : Greeting.of(module.sha256());
            Greeting.Hello hello = Greeting.Hello.read(answer.object("value"));
            expected.check(hello, asked);
            return Greeting.ofGuests(hello);
        } catch (TroubleException e) {
            throw Troubles.exceptionAtStart(e, asked, noise);
        } catch (ShapeException e) {
            throw Troubles.exception(garbage(conversation, e), asked, noise);
        }
    }

    private static TroubleException garbage(Conversation conversation, ShapeException e) {
        return conversation.ended(Trouble.of(Trouble.Kind.GARBAGE, e.getMessage()));
    }

    private static void throwIfError(Fields answer, Asked asked) throws MachineException, ShapeException {
        if (answer.has("error")) {
            throw new MachineException(FailureMapping.of(PlatformError.of(answer.object("error")), asked));
        }
    }

    private boolean isJea() {
        return endpoint instanceof Endpoint.WinRm winRm
                && !winRm.configurationName().isEmpty();
    }

    private Asked asked(String what) {
        return new Asked(what, endpoint.shownAs(), "", false);
    }
}
