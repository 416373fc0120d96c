package io.jenkins.plugins.hypervnested.powershell;

import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** How a machine is opened: the process, its module, the session, and the question who answers. */
final class Opening {

    private static final Logger LOGGER = Logger.getLogger(Opening.class.getName());

    /** Version of {@code docs/protocol.md}; one more or less is understood. */
    static final int PROTOCOL = 1;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<String> NEEDED =
            List.of("describe", "find", "inspect", "observe", "await", "write", "change", "leases", "endActor");

    private static final int MOST_VERBS = 200;
    private static final int LONGEST_NAME = 200;
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
     */
    PowerShellMachine open(HostSecrets secrets) throws MachineException, InterruptedException {
        try {
            Channel channel = Channels.start(endpoint, secrets, module.encodedBootstrap());
            return converse(channel, secrets);
        } catch (TroubleException e) {
            throw Troubles.exceptionAtStart(e, asked("start PowerShell"), noise);
        } finally {
            secrets.clear();
        }
    }

    private PowerShellMachine converse(Channel channel, HostSecrets secrets)
            throws MachineException, InterruptedException {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String marker = HexFormat.of().formatHex(random);
        Conversation conversation = new Conversation(channel, marker, noise, bounds.grace());
        boolean opened = false;
        try {
            conversation.send(module.line());
            conversation.send(("H " + marker + "\n").getBytes(StandardCharsets.US_ASCII));
            if (endpoint instanceof Endpoint.WinRm winRm) {
                openSession(conversation, winRm, secrets);
            }
            hear(conversation);
            opened = true;
        } finally {
            if (!opened) {
                conversation.close();
            }
        }
        boolean session = endpoint instanceof Endpoint.WinRm;
        return new PowerShellMachine(
                new Dialogue(conversation, noise, endpoint.shownAs(), session, bounds.grace()), bounds);
    }

    private void openSession(Conversation conversation, Endpoint.WinRm winRm, HostSecrets secrets)
            throws MachineException, InterruptedException {
        Asked asked = asked("open a WinRM session");
        Duration bound = bounds.greeting().plus(bounds.session());
        try {
            Fields answer = conversation.ask("open", Requests.open(winRm), "password", secrets.password(), bound);
            throwIfError(answer, asked);
        } catch (TroubleException e) {
            throw Troubles.exceptionAtStart(e, asked, noise);
        } catch (ShapeException e) {
            throw Troubles.exception(garbage(conversation, e), asked, noise);
        }
    }

    private void hear(Conversation conversation) throws MachineException, InterruptedException {
        Asked asked = asked("start PowerShell");
        try {
            Fields answer = conversation.ask("hello", new JsonObject(), null, null, bounds.greeting());
            throwIfError(answer, asked);
            checkVersion(answer.object("value"), asked);
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

    private void checkVersion(Fields hello, Asked asked) throws MachineException, ShapeException {
        long protocol = hello.whole("protocol", 0, Integer.MAX_VALUE);
        String hash = hello.text("module", LONGEST_NAME);
        List<String> verbs = hello.texts("verbs", MOST_VERBS, LONGEST_NAME);
        if (Math.abs(protocol - PROTOCOL) > 1) {
            throw outdated(asked, "it speaks version " + protocol + " of the protocol, this plugin speaks " + PROTOCOL);
        }
        if (!verbs.containsAll(NEEDED)) {
            throw outdated(asked, "its module lacks verbs that this plugin needs");
        }
        boolean same = hash.equals(module.sha256());
        if (!same && !(isJea() && HASH.matcher(hash).matches())) {
            throw outdated(asked, "its module is not the one of this plugin");
        }
        if (!same) {
            // a file that was signed is another text; the version and the verbs have been compared
            LOGGER.log(Level.FINE, "the module installed on {0} is {1}, this plugin's {2}", new Object[] {
                endpoint.shownAs(), hash, module.sha256()
            });
        }
    }

    private boolean isJea() {
        return endpoint instanceof Endpoint.WinRm winRm
                && !winRm.configurationName().isEmpty();
    }

    private static MachineException outdated(Asked asked, String message) {
        return new MachineException(new Failure.Unsupported(asked.details(
                "unchanged",
                "Update the endpoint: install the module of this version of the plugin there.",
                "HVN.Outdated",
                "",
                message)));
    }

    private Asked asked(String what) {
        return new Asked(what, endpoint.shownAs(), "", false);
    }
}
