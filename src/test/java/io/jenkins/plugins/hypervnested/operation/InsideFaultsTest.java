package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever call of the work inside fails, or is the last one of its process: every machine ends as it was, and nobody holds anything. */
class InsideFaultsTest {

    private static final List<Faults.Kind> BLOWS =
            List.of(Faults.Kind.CRASH, Faults.Kind.UNREACHABLE, Faults.Kind.GHOST, Faults.Kind.STRAY);

    private int schedules;
    private final List<String> wrong = new ArrayList<>();

    @AfterEach
    void say() {
        System.out.println(schedules + " schedules");
        assertTrue(
                wrong.isEmpty(),
                () -> wrong.size() + " of " + schedules + " went wrong:\n  "
                        + String.join("\n  ", wrong.subList(0, Math.min(6, wrong.size()))));
        assertTrue(schedules > 40, "only " + schedules + " schedules");
    }

    /** What is done, and in which lab. */
    private record Scene(Request.Kind kind, Options options, Supplier<NestedLab> lab) {

        int calls() {
            Faults none = new Faults();
            NestedLab made = lab.get();
            VmResult result = made.run(kind, "A", options, none);
            assertNull(result.failure(), () -> result.failure().sentence());
            return none.calls(Faults.ANY);
        }

        int callsBack() {
            NestedLab made = lab.get();
            made.run(kind, "A", options);
            Faults none = new Faults();
            VmResult result = made.run(Request.Kind.ROLL_BACK, "A", options, none);
            assertEquals(VmResult.End.RESTORED, result.end(), result::toString);
            return none.calls(Faults.ANY);
        }
    }

    private static Scene nat() {
        return new Scene(
                Request.Kind.NAT,
                NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true))),
                NestedLab::new);
    }

    private static Scene natOfWhatIsOff() {
        return new Scene(
                Request.Kind.NAT,
                NestedLab.options(NestedLab.nat(NestedLab.guest("nested-1", "192.168.100.2", true)))
                        .withStart(true),
                () -> {
                    NestedLab lab = new NestedLab();
                    lab.node.vm("nested-1").off();
                    lab.vm().off();
                    return lab.begins();
                });
    }

    private static Scene install() {
        return new Scene(
                Request.Kind.INSTALL,
                Options.defaults().withInside(new Inside(NestedLab.GUEST, null)).withTimeout(Duration.ofMinutes(45)),
                () -> {
                    NestedLab lab = new NestedLab();
                    lab.node.vm("nested-1").off();
                    lab.node.vm("nested-2").off();
                    lab.node.role().absent();
                    return lab.begins();
                });
    }

    private void check(String what, NestedLab lab, Runnable play) {
        schedules++;
        try {
            play.run();
            lab.host.landGhosts();
            lab.assertAsItWas();
        } catch (AssertionError | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            wrong.add(what + ": " + message.substring(0, Math.min(6000, message.length())));
        }
    }

    private void enteringIsCutOff(Scene scene) {
        int calls = scene.calls();
        for (int call = 1; call <= calls; call++) {
            NestedLab after = scene.lab.get();
            Faults crash = new Faults().after(Faults.ANY, call, Faults.Kind.CRASH);
            check("crash after call " + call, after, () -> {
                after.run(scene.kind, "A", scene.options, crash);
                after.giveBackAtLast("A", scene.options);
            });
            for (Faults.Kind blow : BLOWS) {
                for (boolean journalHeard : new boolean[] {true, false}) {
                    NestedLab lab = scene.lab.get();
                    Faults faults = new Faults().before(Faults.ANY, call, blow);
                    check(blow + " at call " + call + (journalHeard ? "" : ", unheard"), lab, () -> {
                        lab.run(scene.kind, "A", scene.options, faults);
                        if (!journalHeard) {
                            lab.journal.clear();
                        }
                        lab.giveBackAtLast("A", scene.options);
                    });
                }
            }
        }
    }

    private void givingBackIsCutOff(Scene scene) {
        int calls = scene.callsBack();
        for (int call = 1; call <= calls; call++) {
            for (Faults.Kind blow : BLOWS) {
                NestedLab lab = scene.lab.get();
                Faults faults = new Faults().before(Faults.ANY, call, blow);
                check("given back, " + blow + " at call " + call, lab, () -> {
                    lab.run(scene.kind, "A", scene.options);
                    lab.run(Request.Kind.ROLL_BACK, "A", scene.options, faults);
                    lab.giveBackAtLast("A", scene.options);
                });
            }
        }
    }

    private void enteringIsTakenUpAgain(Scene scene) {
        int calls = scene.calls();
        for (int call = 1; call <= calls; call++) {
            for (Faults.Kind blow : List.of(Faults.Kind.CRASH, Faults.Kind.UNREACHABLE)) {
                NestedLab lab = scene.lab.get();
                Faults faults = new Faults().before(Faults.ANY, call, blow);
                check("resumed after " + blow + " at call " + call, lab, () -> {
                    VmResult first = lab.run(scene.kind, "A", scene.options, faults);
                    if (first == null || first.held() && first.failure() == null) {
                        VmResult result = lab.run(scene.kind, "A", scene.options);
                        assertTrue(result != null && result.failure() == null && result.verified(), "" + result);
                    }
                    lab.giveBackAtLast("A", scene.options);
                });
            }
        }
    }

    @Test
    void aSessionThatBreaksAnywhereIsOpenedAgain() {
        Scene scene = nat();
        int calls = scene.calls();
        int[] broke = new int[1];
        for (int call = 1; call <= calls; call++) {
            NestedLab lab = scene.lab.get();
            Faults faults = new Faults().before(Faults.ANY, call, Faults.Kind.INSIDE_LOST);
            check("session lost at call " + call, lab, () -> {
                VmResult result = lab.run(scene.kind, "A", scene.options, faults);
                // a call of the host itself loses the host, which is another matter
                if (lab.log.stream().anyMatch(line -> line.contains("a session into a guest broke"))) {
                    broke[0]++;
                    assertTrue(result != null && result.failure() == null && result.verified(), "" + result);
                }
                lab.giveBackAtLast("A", scene.options);
            });
        }
        assertTrue(broke[0] > 30, "only " + broke[0] + " sessions broke");
    }

    @Test
    void aNatThatIsCutOffAnywhereIsGivenBack() {
        enteringIsCutOff(nat());
    }

    @Test
    void aNatInAVmThatWasOffAndIsCutOffAnywhereIsGivenBack() {
        enteringIsCutOff(natOfWhatIsOff());
    }

    @Test
    void givingANatBackIsTakenUpAgainAfterAnyCut() {
        givingBackIsCutOff(nat());
    }

    @Test
    void givingANatInAVmThatWasOffBackIsTakenUpAgainAfterAnyCut() {
        givingBackIsCutOff(natOfWhatIsOff());
    }

    @Test
    void aNatThatIsCutOffAnywhereIsCompletedByTheSameStep() {
        enteringIsTakenUpAgain(nat());
    }

    @Test
    void aRoleWhoseInstallationIsCutOffAnywhereIsTakenAwayAgain() {
        enteringIsCutOff(install());
    }

    @Test
    void aChangeThatFailsAnywhereEndsInAClearFailureAndEverythingAsItWas() {
        Failure.Details details =
                new Failure.Details("x", "NODE-1", "", "unknown", "r", "Boom", "NotSpecified", "boom");
        Scene scene = natOfWhatIsOff();
        for (String verb : List.of("observe", "writeLeases", "change", "inside")) {
            for (int call = 1; call <= 60; call++) {
                for (Failure failure : List.of(new Failure.Refused(details), new Failure.Busy(details))) {
                    NestedLab lab = scene.lab.get();
                    Faults faults = new Faults().fail(verb, call, failure);
                    check(failure.kind() + " at " + verb + ' ' + call, lab, () -> {
                        VmResult result = lab.run(scene.kind, "A", scene.options, faults);
                        assertTrue(result == null || result.verified() || result.failure() != null, () -> "" + result);
                        lab.giveBackAtLast("A", scene.options);
                    });
                }
            }
        }
    }
}
