package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.hypervnested.machine.Failure;
import io.jenkins.plugins.hypervnested.machine.Faults;
import io.jenkins.plugins.hypervnested.machine.Machine;
import io.jenkins.plugins.hypervnested.machine.SimulatedCrash;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an actor may do and has to, one rule each. */
class ActingTest {

    private final SimulatedHost host = SimulatedHost.intel2022("LAB-HOST").vm("node-1", vm -> vm.running());
    private final Lab lab = new Lab(host);

    private Lease lease() {
        return LeaseText.read(host.leaseText(host.vm("node-1").id()).orElseThrow());
    }

    @Test
    void whoActsGivesASignOfLifeAtLeastEveryFiveSecondsOfAWait() throws Exception {
        host.vm("node-1").shutdownMillis(300_000);
        List<Duration> slices = new ArrayList<>();
        Machine machine = host.connect();
        Machine watched = (Machine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, args) -> {
                    if (method.getName().equals("await")) {
                        slices.add((Duration) args[1]);
                    }
                    try {
                        return method.invoke(machine, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Request request = new Request(
                Request.Kind.ENABLE,
                List.of(Target.of(VmRef.name("node-1"), Lab.holder("a", "node-1"))),
                Options.defaults(),
                null,
                NameRules.parse("*"));
        Operations.run(watched, request, new Quiet());

        assertTrue(slices.size() > 50, slices::toString);
        assertTrue(slices.stream().allMatch(s -> s.compareTo(Duration.ofSeconds(5)) <= 0), slices::toString);
    }

    private static final class Quiet implements Progress {
        @Override
        public void say(String vm, String text) {}

        @Override
        public void joined(String entry, MachineIdentity machine, String id, String name, List<AspectRecord> aspects) {}
    }

    @Test
    void aShutdownIsNotedInTheLeaseBeforeItIsAskedFor() throws Exception {
        boolean[] noted = new boolean[1];
        host.watch(event -> noted[0] |= event.what().equals("shutdown") && lease().asked() != null);
        lab.run(Request.Kind.ENABLE, "a", "node-1");

        assertTrue(noted[0]);
    }

    @Test
    void whatIsToBeSetStandsInTheLeaseBeforeItIsSet() throws Exception {
        List<String> set = new ArrayList<>();
        host.watch(event -> {
            if (event.what().startsWith("expose")) {
                set.add(lease().aspect(AspectId.NESTING).orElseThrow().set());
            }
        });
        lab.run(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(List.of("on"), set);
    }

    @Test
    void nobodyConcludesWhileAShutdownThatSomebodyAskedForIsOpen() throws Exception {
        host.vm("node-1").ignoresShutdown();
        Faults crash = new Faults().after("change", 1, Faults.Kind.CRASH);
        assertThrows(SimulatedCrash.class, () -> lab.run(Request.Kind.ENABLE, "a", crash, "node-1"));
        long asked = lease().asked().at();
        VmResult back = lab.one(Request.Kind.ROLL_BACK, "a", "node-1");

        assertEquals(VmResult.End.RESTORED, back.end());
        assertTrue(host.clock().millis() - asked >= Bounds.SHUTDOWN.toMillis(), "the guest might have gone down yet");
    }

    @Test
    void offCountsOnlyWhenNoDiskIsMerged() throws Exception {
        host.vm("node-1").mergeMillis(90_000);
        Faults counting = new Faults();
        VmResult result =
                lab.run(Request.Kind.ENABLE, "a", counting, "node-1").vms().get(0);

        assertEquals(VmResult.End.DONE, result.end());
        assertEquals(3, counting.calls("change"), "nothing is told in vain while disks are merged");
    }

    @Test
    void aChangeThatFailsIsAnsweredByLeavingNotByAnUndo() throws Exception {
        host.vm("node-1").startFails(true);
        VmResult failed = lab.one(Request.Kind.ENABLE, "a", "node-1");

        assertEquals(VmResult.End.FAILED, failed.end());
        assertTrue(lease().hasLeft("entry-a-node-1"));
        assertTrue(failed.held(), "the VM does not start without extensions either");
        assertFalse(host.vm("node-1").nesting());

        host.vm("node-1").startFails(false);
        assertEquals(
                VmResult.End.RESTORED,
                lab.one(Request.Kind.ROLL_BACK, "a", "node-1").end());
        assertEquals("Running", host.vm("node-1").platformState());
    }

    @Test
    void whoOnlySpoofsDoesNotKeepAVmRunning() throws Exception {
        SimulatedHost other = SimulatedHost.intel2022("OTHER").vm("node-1", vm -> vm.off());
        Lab otherLab = new Lab(other);
        otherLab.with(Lab.starting()).run(Request.Kind.ENABLE, "a", "node-1");
        otherLab.with(Options.defaults().withSpoofing(Options.Spoofing.ON_ALL)).run(Request.Kind.SPOOF, "b", "node-1");
        Lease held = LeaseText.read(other.leaseText(other.vm("node-1").id()).orElseThrow());

        assertEquals(
                List.of("entry-a-node-1"),
                held.aspect(AspectId.POWER).orElseThrow().wants().stream()
                        .map(Lease.Want::entry)
                        .toList());
    }

    @Test
    void theRoleIsInstalledUnderTheFloorOfTheVmThatItRestarts() {
        NestedLab nested = new NestedLab();
        nested.node.vm("nested-1").off();
        nested.node.vm("nested-2").off();
        nested.node.role().absent();
        nested.begins();
        List<Boolean> floors = new ArrayList<>();
        nested.host.watch(event -> {
            if (event.what().equals("shutdown")) {
                String text = nested.host.leaseText(nested.vm().id()).orElseThrow();
                floors.add(LeaseText.read(text).actor() != null);
            }
        });
        Options options =
                Options.defaults().withInside(new Inside(NestedLab.GUEST, null)).withTimeout(Duration.ofMinutes(45));
        nested.run(Request.Kind.INSTALL, "A", options);

        assertFalse(floors.isEmpty());
        assertTrue(floors.stream().allMatch(has -> has), floors::toString);
    }

    @Test
    void whoHoldsAnythingInsideAVmKeepsItRunning() throws Exception {
        NestedLab nested = new NestedLab();
        nested.run(Request.Kind.NAT, "A", NestedLab.options(NestedLab.nat()));
        Lab outside = new Lab(nested.host);
        VmResult other = outside.with(Lab.whenHeldFail()).one(Request.Kind.DISABLE, "B", "node-1");

        Failure failure = other.failure();
        assertEquals("HVN.Held", failure.details().errorId());
        assertEquals("Running", nested.vm().platformState());
        assertTrue(nested.vm().nesting());
    }

    @Test
    void whatIsInsideAVmIsGivenBackWhileTheVmIsStillHeld() {
        NestedLab nested = new NestedLab();
        Options options = NestedLab.options(NestedLab.nat());
        nested.run(Request.Kind.NAT, "A", options);
        List<Boolean> held = new ArrayList<>();
        nested.node.watch(event -> {
            if (event.what().startsWith("remove")) {
                String text = nested.host.leaseText(nested.vm().id()).orElseThrow();
                held.add(LeaseText.read(text).isHeldBy("entry-A"));
            }
        });
        nested.giveBackAtLast("A", options);

        assertEquals(List.of(true, true, true), held, "NAT, gateway and switch");
        nested.assertAsItWas();
    }

    @Test
    void aVmThatWasOffFirstAndIsOffAgainIsStartedUndoneInsideAndOffInTheEnd() {
        NestedLab nested = new NestedLab();
        nested.node.vm("nested-1").off();
        nested.node.vm("nested-2").off();
        nested.vm().off();
        nested.begins();
        Options options = NestedLab.options(NestedLab.nat()).withStart(true);
        nested.run(Request.Kind.NAT, "A", options);
        nested.vm().off();
        int changes = nested.host.changes().size();
        nested.giveBackAtLast("A", options);

        List<String> last = nested.host.changes();
        assertEquals(List.of("start node-1", "shutdown node-1"), last.subList(changes, last.size()));
        nested.assertAsItWas();
    }
}
