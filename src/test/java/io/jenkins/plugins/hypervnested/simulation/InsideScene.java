package io.jenkins.plugins.hypervnested.simulation;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A host, and what happens inside its VM or on itself.
 *
 * @param theMachineItself whether the host is meant, and not its VM {@code node-1}
 */
record InsideScene(String name, boolean theMachineItself, Supplier<SimulatedHost> host, List<Step> steps) {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\b[0-9a-f]{32}\\b");

    private static final String TAKEN = "lease written TAKE: WRITTEN";

    /** Where a scene is played. */
    interface World {
        /** Opens the host anew, for each operation. */
        Machine open() throws MachineException, InterruptedException;

        /** Somebody turns {@code node-1} off. */
        void turnNodeOff() throws IOException;

        /** Somebody connects the VM {@code other} inside {@code node-1} to the switch {@code VmNAT}. */
        void connectOther() throws IOException;

        /** {@return what is there now, at every depth, and the leases that hold or record anything} */
        List<String> picture() throws IOException;
    }

    /** What somebody does by hand. */
    interface Hand {
        void act(World world) throws IOException;
    }

    /** One thing that a run does, {@link Kind#ROLL_BACK} gives back what it did before; or something that is done by hand. */
    record Step(String what, Kind kind, Options options, Hand hand) {}

    static Step by(String run, Kind kind, Options options) {
        return new Step(run, kind, options, null);
    }

    static Step byHand(String what, Hand hand) {
        return new Step(what, null, null, hand);
    }

    /** {@return all that is told, what was there before, and what is there afterwards} */
    List<String> play(World world) throws IOException, InterruptedException {
        List<String> told = new ArrayList<>(world.picture());
        Map<String, SimulatedRun> runs = new LinkedHashMap<>();
        for (Step step : steps) {
            told.add("==== " + step.what() + ' ' + step.kind());
            if (step.hand() != null) {
                step.hand().act(world);
            } else {
                ask(world, runs.computeIfAbsent(step.what(), run -> run(step)), step.kind(), told);
            }
            told.add("----");
            told.addAll(world.picture());
        }
        return told;
    }

    private SimulatedRun run(Step step) {
        SimulatedRun run = new SimulatedRun(step.what(), step.kind(), step.options());
        return theMachineItself ? run.ofTheMachine() : run;
    }

    private static void ask(World world, SimulatedRun run, Kind kind, List<String> told) throws InterruptedException {
        try (Machine machine = new TellingMachine(world.open(), told, "> ")) {
            told.add(shown(kind == Kind.ROLL_BACK ? run.giveBack(machine) : run.enter(machine)));
        } catch (MachineException e) {
            told.add(TellingMachine.shown(e.failure())
                    + ' '
                    + e.failure().details().message());
        }
    }

    private static String shown(VmResult result) {
        return result.end() + (result.changed() ? " changed" : " unchanged") + (result.verified() ? " verified" : "")
                + (result.held() ? " held" : "") + "\n  before "
                + result.before().inside() + "\n  after " + result.after().inside()
                + "\n  plan " + result.plan() + "\n  aspects " + result.aspects() + "\n  notes " + result.notes()
                + (result.failure() == null ? "" : "\n  failure " + shown(result.failure()));
    }

    /** Without the platform's own texts, which are in its language; what we say of failures of our own. */
    private static String shown(Failure failure) {
        Failure.Details details = failure.details();
        String id = details.errorId().split(",", 2)[0];
        String said = id.startsWith("HVN.") ? " | " + details.object() + " | " + details.remedy() : "";
        return failure.kind() + ' ' + id + ' ' + details.category() + said;
    }

    /**
     * {@return the same with each id that a machine or a run made up, in place of which stands when it came up first} A lease is taken
     * anew in a guest that restarted by itself; how often depends on when one looks.
     */
    static String comparable(List<String> told) {
        Map<String, String> names = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : told) {
            boolean again = line.endsWith(TAKEN) && !lines.isEmpty() && line.equals(lines.get(lines.size() - 1));
            if (!again) {
                lines.add(line);
            }
        }
        return GUID.matcher(String.join("\n", lines))
                .replaceAll((MatchResult id) -> names.computeIfAbsent(id.group(), i -> "#" + names.size()));
    }

    @Override
    public String toString() {
        return name;
    }
}
