package io.jenkins.plugins.hypervnested.powershell;

import io.jenkins.plugins.hypervnested.machine.Adapter;
import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.Heartbeat;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.LeaseWrite;
import io.jenkins.plugins.hypervnested.machine.MachineFacts;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.PowerState;
import io.jenkins.plugins.hypervnested.machine.RoleState;
import io.jenkins.plugins.hypervnested.machine.Subject;
import io.jenkins.plugins.hypervnested.machine.VmDetails;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the values of {@code docs/protocol.md}. */
final class Values {

    static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    static final Pattern GUID_OR_NONE = Pattern.compile("|" + GUID);
    static final Pattern MAC = Pattern.compile("|[0-9A-F]{12}");
    private static final Pattern STAMP = Pattern.compile("absent|unreadable|[0-9a-f]{64}");

    private static final int SHORT = 256;
    private static final int NAME = 4_096;
    private static final int MOST_ADAPTERS = 256;
    private static final int MOST_CHECKPOINTS = 1_000;

    private Values() {}

    static MachineFacts facts(Fields v) throws ShapeException {
        return new MachineFacts(
                v.text("name", SHORT),
                v.text("uuid", SHORT),
                v.text("manufacturer", SHORT),
                v.text("model", SHORT),
                v.flag("azure"),
                v.text("processor", SHORT),
                v.text("architecture", SHORT),
                (int) v.whole("build", 0, Integer.MAX_VALUE),
                v.flag("server"),
                v.text("caption", NAME),
                v.text("powerShell", SHORT),
                v.flag("process64"),
                v.flag("hyperV"),
                v.flag("hyperVModule"),
                v.flag("exposes"),
                v.flag("hypervisorPresent"),
                v.flag("administrator"),
                v.text("account", NAME),
                v.text("leaseFolderProblem", NAME),
                clock(v.object("clock")));
    }

    static VmState vm(Fields v) throws ShapeException {
        String state = v.text("platformState", SHORT);
        List<Adapter> adapters = new ArrayList<>();
        for (Fields adapter : v.objects("adapters", MOST_ADAPTERS)) {
            adapters.add(adapter(adapter));
        }
        return new VmState(
                v.matching("id", GUID, "a GUID"),
                v.text("name", NAME),
                PowerState.ofPlatform(state),
                state,
                v.flag("nesting"),
                Heartbeat.ofPlatform(v.textOrNull("heartbeat", SHORT)),
                v.flag("shutdownOffered"),
                v.flag("merging"),
                v.text("version", SHORT),
                (int) v.whole("generation", 0, 100),
                v.whole("processors", 0, 1_000_000),
                v.flag("dynamicMemory"),
                v.whole("uptimeSeconds", 0, Long.MAX_VALUE),
                adapters);
    }

    static VmDetails details(Fields v) throws ShapeException {
        return new VmDetails(
                v.text("guestSystem", NAME),
                (int) v.whole("guestBuild", 0, Integer.MAX_VALUE),
                v.flag("guestIsServer"),
                v.texts("checkpoints", MOST_CHECKPOINTS, NAME),
                v.flag("automaticCheckpoints"),
                v.flag("clustered"),
                v.name("replication", VmDetails.Replication.class),
                v.flag("shielded"),
                v.flag("migrationCompatibility"),
                v.flag("migrating"));
    }

    /**
     * @param subject what was asked about: its value has another shape each
     * @param roleWork what is to be said of a failure that the role tells of
     */
    static Observation observation(String subject, Fields v, Asked roleWork) throws ShapeException {
        return new Observation(
                subject(subject, v, roleWork),
                lease(v.object("lease")),
                clock(v.object("clock")),
                v.whole("processId", 0, 0xffffffffL),
                v.whole("processStarted", 0, Long.MAX_VALUE));
    }

    private static Subject subject(String subject, Fields v, Asked roleWork) throws ShapeException {
        if (subject.equals(Subject.NETWORK)) {
            return NetworkValues.network(v.object("network"));
        }
        if (subject.equals(Subject.ROLE)) {
            return role(v.object("role"), roleWork);
        }
        VmState vm = vm(v.object("vm"));
        if (!vm.id().equals(subject)) {
            throw new ShapeException("the answer has a VM that was not asked for");
        }
        return vm;
    }

    private static RoleState role(Fields v, Asked work) throws ShapeException {
        return new RoleState(
                v.flag("server"),
                v.text("edition", SHORT),
                v.name("feature", RoleState.Feature.class),
                v.flag("tools"),
                v.flag("restartPending"),
                v.flag("working"),
                v.flag("service"),
                v.flag("hypervisor"),
                v.name("launchProblem", RoleState.LaunchProblem.class),
                v.isNull("failure") ? null : FailureMapping.of(PlatformError.of(v.object("failure")), work));
    }

    static LeaseSeen lease(Fields v) throws ShapeException {
        String stamp = v.text("stamp", SHORT);
        if (!STAMP.matcher(stamp).matches()) {
            throw new ShapeException("a lease's stamp is no hash");
        }
        String text = v.textOrNull("text", Wire.LONGEST_MESSAGE);
        LeaseSeen.Problem problem = v.name("problem", LeaseSeen.Problem.class);
        boolean readable = !stamp.equals(LeaseSeen.ABSENT) && problem == LeaseSeen.Problem.NONE;
        boolean unreadable = stamp.equals(LeaseSeen.UNREADABLE);
        if (readable != (text != null) || unreadable && problem != LeaseSeen.Problem.DAMAGED) {
            throw new ShapeException("a lease has a text and is not readable, or the other way round");
        }
        return new LeaseSeen(
                stamp,
                text,
                problem,
                v.flag("actorAlive"),
                v.flag("actorMine"),
                v.whole("silentMillis", -1, Long.MAX_VALUE));
    }

    static LeaseWrite.Outcome outcome(Fields v) throws ShapeException {
        return v.name("outcome", LeaseWrite.Outcome.class);
    }

    static Clock clock(Fields v) throws ShapeException {
        return new Clock(v.text("boot", SHORT), v.whole("millis", 0, Long.MAX_VALUE));
    }

    private static Adapter adapter(Fields v) throws ShapeException {
        return new Adapter(
                v.text("id", NAME),
                v.text("name", NAME),
                v.flag("spoofing"),
                v.text("switchId", SHORT),
                v.text("switchName", NAME),
                v.flag("legacy"),
                v.matching("mac", MAC, "a MAC address"));
    }
}
