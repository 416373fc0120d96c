package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** Whether who answers {@code hello} is what this plugin can speak with: the version, the verbs, the module. */
final class Greeting {

    private static final Logger LOGGER = Logger.getLogger(Greeting.class.getName());

    /** Version of {@code docs/protocol.md}; one more or less is understood. */
    static final int PROTOCOL = 1;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final List<String> NEEDED = List.of(
            "describe",
            "find",
            "inspect",
            "observe",
            "await",
            "write",
            "change",
            "leases",
            "endActor",
            "enter",
            "leave");

    private static final int MOST_VERBS = 200;
    private static final int LONGEST_NAME = 200;

    private final String module;
    private final boolean installed;

    private Greeting(String module, boolean installed) {
        this.module = module;
        this.installed = installed;
    }

    /** Of a machine that got this plugin's module. */
    static Greeting of(String module) {
        return new Greeting(module, false);
    }

    /** Of a machine that has a module of its own: a file that was signed is another text. */
    static Greeting ofInstalled(String module) {
        return new Greeting(module, true);
    }

    /**
     * What is answered to {@code hello}.
     *
     * @param protocol version of {@code docs/protocol.md}
     * @param module hash of the module's text
     * @param verbs what it can do
     */
    record Hello(long protocol, String module, List<String> verbs) {

        static Hello read(Fields value) throws ShapeException {
            return new Hello(
                    value.whole("protocol", 0, Integer.MAX_VALUE),
                    value.text("module", LONGEST_NAME),
                    value.texts("verbs", MOST_VERBS, LONGEST_NAME));
        }
    }

    /**
     * @throws MachineException when this plugin cannot speak with it
     */
    void check(Hello hello, Asked asked) throws MachineException {
        if (Math.abs(hello.protocol - PROTOCOL) > 1) {
            throw outdated(
                    asked, "it speaks version " + hello.protocol + " of the protocol, this plugin speaks " + PROTOCOL);
        }
        if (!hello.verbs.containsAll(NEEDED)) {
            throw outdated(asked, "its module lacks verbs that this plugin needs");
        }
        boolean same = hello.module.equals(module);
        if (!same && !(installed && HASH.matcher(hello.module).matches())) {
            throw outdated(asked, "its module is not the one of this plugin");
        }
        if (!same) {
            // the version and the verbs have been compared
            LOGGER.log(Level.FINE, "the module installed on {0} is {1}, this plugin''s {2}", new Object[] {
                asked.machine(), hello.module, module
            });
        }
    }

    /** {@return what is expected of a guest, which gets the module that this machine has} */
    static Greeting ofGuests(Hello hello) {
        return of(hello.module);
    }

    private static MachineException outdated(Asked asked, String message) {
        return new MachineException(new Failure.Unsupported(asked.details(
                "unchanged",
                "Update the endpoint: install the module of this version of the plugin there.",
                "HVN.Outdated",
                "",
                message)));
    }
}
