package io.jenkins.plugins.hypervnested.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.operation.Options;
import io.jenkins.plugins.hypervnested.operation.Request;
import io.jenkins.plugins.hypervnested.operation.VmResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever call fails or is the last one of its process, the VM ends as it was and nobody holds it. */
class FaultAtEveryCallTest {

    private static final int MOST_CALLS = 80;

    /** How the n-th call goes wrong. */
    private record Blow(String name, boolean after, Faults.Kind kind) {

        Faults at(int call) {
            Faults faults = new Faults();
            return after ? faults.after(Faults.ANY, call, kind) : faults.before(Faults.ANY, call, kind);
        }

        /** Whether the same may be asked again at once: nothing is on its way, and the VM is not saved. */
        boolean canGoOn() {
            return kind == Faults.Kind.CRASH || kind == Faults.Kind.UNREACHABLE;
        }
    }

    private static final List<Blow> BLOWS = List.of(
            new Blow("crash before", false, Faults.Kind.CRASH),
            new Blow("crash after", true, Faults.Kind.CRASH),
            new Blow("lost before", false, Faults.Kind.UNREACHABLE),
            new Blow("lost after", true, Faults.Kind.UNREACHABLE),
            new Blow("reboot before", false, Faults.Kind.REBOOT),
            new Blow("reboot after", true, Faults.Kind.REBOOT),
            new Blow("crash, lands later", false, Faults.Kind.GHOST),
            new Blow("crash, lands later without its process", false, Faults.Kind.STRAY),
            new Blow("lost, lands later", false, Faults.Kind.UNREACHABLE_GHOST));

    private int schedules;
    private final List<String> wrong = new ArrayList<>();

    @AfterEach
    void say() {
        System.out.println(schedules + " schedules");
        assertTrue(
                wrong.isEmpty(),
                () -> wrong.size() + " of " + schedules + " went wrong:\n  "
                        + String.join("\n  ", wrong.subList(0, Math.min(12, wrong.size()))));
        assertTrue(schedules > 500, "only " + schedules + " schedules");
    }

    private static SimulatedRun run(Request.Kind kind, Options.Restart restart) {
        return new SimulatedRun("A", kind, SimulatedRun.options(restart, true, Options.WhenHeld.WAIT));
    }

    /** Runs a scene, and notes what it left or how it failed. */
    private void check(String what, Lab lab, Runnable scene) {
        schedules++;
        try {
            scene.run();
            String left = lab.left();
            if (!left.isEmpty()) {
                wrong.add(what + ": " + left + " after " + lab.host.changes());
            }
        } catch (AssertionError | RuntimeException e) {
            wrong.add(what + ": " + e + " after " + lab.host.changes());
        }
    }

    private static void everyKind(Consumer<Request.Kind> with) {
        with.accept(Request.Kind.ENABLE);
        with.accept(Request.Kind.DISABLE);
    }

    private static int calls(Lab.First first, Request.Kind kind) {
        Faults none = new Faults();
        VmResult result = new Lab(first).enter(run(kind, Options.Restart.GRACEFUL), none);
        assertEquals(VmResult.End.DONE, result.end(), () -> kind + " of " + first + ": " + result);
        assertTrue(none.calls(Faults.ANY) < MOST_CALLS, "too many calls: " + none.told());
        return none.calls(Faults.ANY);
    }

    @Test
    void enteringThatIsCutOffAnywhereIsGivenBack() {
        everyKind(kind -> Lab.First.all().forEach(first -> {
            int calls = calls(first, kind);
            for (int call = 1; call <= calls; call++) {
                for (Blow blow : BLOWS) {
                    Lab lab = new Lab(first);
                    SimulatedRun run = run(kind, Options.Restart.GRACEFUL);
                    Faults faults = blow.at(call);
                    check(kind + " of " + first + ", " + blow.name + " call " + call, lab, () -> {
                        lab.enter(run, faults);
                        lab.giveBackAtLast(run, null);
                    });
                }
            }
        }));
    }

    @Test
    void aGhostMayLandAnywhereInTheGivingBack() {
        everyKind(kind -> Lab.First.all().forEach(first -> {
            int calls = calls(first, kind);
            for (int call = 1; call <= calls; call++) {
                for (int landing = 0; landing < 48; landing++) {
                    int landsAt = landing / 2;
                    Lab lab = new Lab(first);
                    SimulatedRun run = run(kind, Options.Restart.GRACEFUL);
                    Faults faults = new Faults()
                            .before(Faults.ANY, call, landing % 2 == 0 ? Faults.Kind.GHOST : Faults.Kind.STRAY);
                    Lab.GhostAt ghost = new Lab.GhostAt(lab.host, landsAt);
                    check(kind + " of " + first + ", ghost of call " + call + " lands at " + landsAt, lab, () -> {
                        lab.enter(run, faults);
                        lab.giveBackAtLast(run, ghost);
                    });
                }
            }
        }));
    }

    @Test
    void givingBackThatIsCutOffAnywhereIsTakenUpAgain() {
        everyKind(kind -> Lab.First.all().forEach(first -> {
            for (Blow blow : BLOWS) {
                for (int call = 1; call <= 30; call++) {
                    Lab lab = new Lab(first);
                    SimulatedRun run = run(kind, Options.Restart.GRACEFUL);
                    Faults faults = blow.at(call);
                    check(kind + " of " + first + " given back, " + blow.name + " call " + call, lab, () -> {
                        lab.enter(run, new Faults());
                        lab.giveBack(run, faults, null);
                        lab.giveBackAtLast(run, null);
                    });
                }
            }
        }));
    }

    @Test
    void twoBlowsOneAfterTheOtherChangeNothingOfThat() {
        Lab.First first = new Lab.First(true, false, false);
        int calls = calls(first, Request.Kind.ENABLE);
        for (int call = 1; call <= calls; call++) {
            for (int again = 1; again <= 24; again++) {
                for (Blow blow : List.of(BLOWS.get(0), BLOWS.get(1), BLOWS.get(5), BLOWS.get(6))) {
                    Lab lab = new Lab(first);
                    SimulatedRun run = run(Request.Kind.ENABLE, Options.Restart.FORCE);
                    Faults one = blow.at(call);
                    Faults two = blow.at(again);
                    check(blow.name + " call " + call + ", then call " + again, lab, () -> {
                        lab.enter(run, one);
                        lab.giveBack(run, two, null);
                        lab.giveBackAtLast(run, null);
                    });
                }
            }
        }
    }

    @Test
    void askedAgainAfterABlowItEndsInTheSameState() {
        everyKind(kind -> Lab.First.all().forEach(first -> {
            int calls = calls(first, kind);
            for (int call = 1; call <= calls; call++) {
                for (Blow blow : BLOWS) {
                    if (!blow.canGoOn()) {
                        continue;
                    }
                    Lab lab = new Lab(first);
                    SimulatedRun run = run(kind, Options.Restart.GRACEFUL);
                    Faults faults = blow.at(call);
                    check(kind + " of " + first + " resumed after " + blow.name + " call " + call, lab, () -> {
                        lab.enter(run, faults);
                        VmResult result = lab.enter(run, new Faults());
                        assertEquals(VmResult.End.DONE, result.end(), result::toString);
                        assertEquals(kind == Request.Kind.ENABLE, lab.vm.nesting());
                        assertEquals(first.running() ? "Running" : "Off", lab.vm.platformState());
                        lab.giveBackAtLast(run, null);
                    });
                }
            }
        }));
    }

    @Test
    void everyCallThatFailsForTheVmEndsInTheWantedStateOrInAClearFailureAndIsGivenBack() {
        Failure.Details details =
                new Failure.Details("x", "LAB-HOST", "node-1", "unknown", "r", "Boom", "NotSpecified", "boom");
        Failure refused = new Failure.Refused(details);
        Failure busy = new Failure.Busy(details);
        everyKind(kind -> Lab.First.all().forEach(first -> {
            for (String verb : List.of("observe", "writeLeases", "change", "inspect")) {
                for (int call = 1; call <= 20; call++) {
                    for (Failure failure : List.of(refused, busy)) {
                        Lab lab = new Lab(first);
                        SimulatedRun run = run(kind, Options.Restart.GRACEFUL);
                        Faults faults = new Faults().fail(verb, call, failure);
                        check(kind + " of " + first + ", " + failure.kind() + " at " + verb + ' ' + call, lab, () -> {
                            VmResult result = lab.enter(run, faults);
                            boolean clear = result.end() == VmResult.End.DONE
                                    ? result.verified() && lab.vm.nesting() == (kind == Request.Kind.ENABLE)
                                    : result.end() == VmResult.End.FAILED && result.failure() != null;
                            assertTrue(clear, result::toString);
                            lab.giveBackAtLast(run, null);
                        });
                    }
                }
            }
        }));
    }
}
