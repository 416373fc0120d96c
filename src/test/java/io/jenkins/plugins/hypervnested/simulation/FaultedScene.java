package io.jenkins.plugins.hypervnested.simulation;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.MachineException;
import io.jenkins.plugins.hypervnested.operation.Request.Kind;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import io.jenkins.plugins.hypervnested.simulation.InsideScene.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Plays a scene in which something goes wrong, then recovers as the journal does: what was not given back is asked to be, by turns by
 * two processes. Afterwards everything must be as it was, and nobody may hold anything.
 */
final class FaultedScene {

    private static final int MOST_TRIES = 6;

    private final KeptShells shells;
    private final InsideScene scene;
    private final Map<String, SimulatedRun> runs = new LinkedHashMap<>();
    private final Map<String, String> lastEnds = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private int turn;

    FaultedScene(KeptShells shells, InsideScene scene) {
        this.shells = shells;
        this.scene = scene;
    }

    /** {@return how a failure is ordered} */
    static JsonObject failure(int call, String when, String id, String category, String message, boolean mild) {
        JsonObject failure = new JsonObject();
        failure.put("cmdlet", "*");
        failure.put("call", call);
        failure.put("when", when);
        failure.put("id", id);
        failure.put("category", category);
        failure.put("message", message);
        failure.put("mild", mild);
        return failure;
    }

    /** {@return how the death of the process that makes a call is ordered} */
    static JsonObject death(int call, String when) {
        JsonObject death = new JsonObject();
        death.put("cmdlet", "*");
        death.put("call", call);
        death.put("when", when);
        death.put("do", "kill");
        return death;
    }

    /**
     * @param place the machine on which things go wrong
     * @param orders what goes wrong there
     * @return how each operation ended
     * @throws AssertionError when anything was left behind, with all that happened
     */
    List<String> play(String place, List<JsonObject> orders) throws IOException, InterruptedException {
        return play(place, orders, (number, step) -> () -> {});
    }

    /** @param during opened before a step, with the shell's number and the step's; closed after it */
    List<String> play(String place, List<JsonObject> orders, BiFunction<Integer, Integer, During> during)
            throws IOException, InterruptedException {
        shells.stage(scene.host().get());
        List<String> before = WholeState.of(shells.folder());
        if (!orders.isEmpty()) {
            shells.order(place, new JsonArray(orders));
        }
        int steps = 0;
        for (Step step : scene.steps()) {
            SimulatedRun run = runs.computeIfAbsent(step.what(), name -> run(step));
            try (During open = during.apply(turn % 2, steps++)) {
                ask(run, step.kind());
            }
        }
        recover();
        List<String> wrong = wrong(before);
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n    ", wrong) + "\n    after " + told + "\n    and "
                    + shells.calls(place).stream().map(l -> l.split(" ", 2)[0]).toList());
        }
        return told;
    }

    /** What happens beside a step. */
    interface During extends AutoCloseable {
        @Override
        void close();
    }

    private SimulatedRun run(Step step) {
        SimulatedRun run = new SimulatedRun(step.what(), step.kind(), step.options());
        return scene.theMachineItself() ? run.ofTheMachine() : run;
    }

    private void recover() throws InterruptedException, IOException {
        for (SimulatedRun run : runs.values()) {
            for (int i = 0; i < MOST_TRIES && run.kind() != Kind.CHECK && !isBack(run); i++) {
                ask(run, Kind.ROLL_BACK);
            }
        }
    }

    private boolean isBack(SimulatedRun run) {
        return List.of("RESTORED", "PASSED_ON").contains(lastEnds.get(run.name));
    }

    private void ask(SimulatedRun run, Kind kind) throws InterruptedException, IOException {
        int number = turn++ % 2;
        String end;
        try {
            Machine machine = shells.shell(number);
            VmResult result = kind == Kind.ROLL_BACK ? run.giveBack(machine) : run.enter(machine);
            end = result.end() + (result.failure() == null ? "" : ' ' + TellingMachine.shown(result.failure()));
            if (result.failure() != null) {
                shells.dropWhereItActs(number);
            } else if (!result.verified() && kind != Kind.CHECK) {
                end += " unverified";
            }
        } catch (MachineException e) {
            end = TellingMachine.shown(e.failure());
            shells.dropWhereItActs(number);
        }
        lastEnds.put(run.name, end);
        told.add(end);
    }

    private List<String> wrong(List<String> before) throws IOException {
        List<String> wrong = WholeState.leftOver(before, shells.folder());
        for (SimulatedRun run : runs.values()) {
            if (run.kind() != Kind.CHECK && !isBack(run)) {
                wrong.add(run.name + " was not given back: " + lastEnds.get(run.name));
            }
        }
        return wrong;
    }
}
