package io.jenkins.plugins.hypervnested.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.hypervnested.machine.Clock;
import io.jenkins.plugins.hypervnested.machine.LeaseSeen;
import io.jenkins.plugins.hypervnested.machine.Observation;
import io.jenkins.plugins.hypervnested.machine.SimulatedHost;
import io.jenkins.plugins.hypervnested.machine.VmRef;
import io.jenkins.plugins.hypervnested.machine.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseRulesTest {

    private static final Holder FIRST = new Holder("e1", "r1", "c", "i", "job #1");
    private static final Holder SECOND = new Holder("e2", "r2", "c", "i", "job #2");
    private static final Clock CLOCK = new Clock("boot", 1000);

    private static VmState vm(boolean nesting) throws Exception {
        SimulatedHost host =
                SimulatedHost.intel2022("H").vm("node-1", vm -> vm.off().nesting(nesting));
        VmRef ref = VmRef.name("node-1");
        return host.connect().find(List.of(ref)).get(ref).get(0);
    }

    private static Lease join(Lease lease, VmState vm, Holder holder, String wanted) {
        return LeaseRules.join(lease, vm, holder, Map.of(AspectId.NESTING, wanted), Options.defaults(), "");
    }

    private static String set(Lease lease) {
        return lease.aspect(AspectId.NESTING).orElseThrow().set();
    }

    @Test
    void whatWillBeSetIsRecordedWithTheFloor() throws Exception {
        Lease joined = join(Lease.EMPTY, vm(false), FIRST, "on");
        assertNull(set(joined));

        Observation seen = new Observation(vm(false), LeaseSeen.absent(), CLOCK, 1, 1);
        assertEquals("on", set(LeaseRules.takeFloor(joined, seen, "e1", "f".repeat(32))));
    }

    @Test
    void whatSomebodyWantsWhoJoinedAfterTheFloorWasTakenIsRecordedToo() throws Exception {
        Lease left = LeaseRules.leave(join(Lease.EMPTY, vm(false), FIRST, "on"), "e1", CLOCK, Duration.ZERO);
        Observation seen = new Observation(vm(false), LeaseSeen.absent(), CLOCK, 1, 1);
        Lease acting = LeaseRules.takeFloor(left, seen, "e1", "f".repeat(32));
        Lease late = join(acting, vm(false), SECOND, "on");

        assertNull(set(late));
        assertEquals("on", set(LeaseRules.intend(late, vm(false))));
    }

    @Test
    void powerStaysRecordedWhileNestingIs() throws Exception {
        Lease joined = join(Lease.EMPTY, vm(false), FIRST, "on");
        Lease kept = LeaseRules.done(joined, vm(true), "e1");
        assertEquals(2, kept.aspects().size());
    }

    @Test
    void whatIsAsItWasFirstAndHeldByNobodyIsDropped() throws Exception {
        Lease left = LeaseRules.leave(join(Lease.EMPTY, vm(false), FIRST, "on"), "e1", CLOCK, Duration.ZERO);
        assertEquals(List.of(), LeaseRules.done(left, vm(false), null).aspects());
    }

    @Test
    void aMachineThatIsRestartedForEachRunRemembersTheLastHundredThatLeft() {
        Lease lease = Lease.EMPTY;
        for (int run = 0; run < 500; run++) {
            Clock now = new Clock("boot " + run, 1000);
            lease = LeaseRules.leave(LeaseRules.forget(lease, now), "e" + run, now, Duration.ofMinutes(15));
        }
        assertEquals(100, lease.left().size());
        assertEquals(true, lease.hasLeft("e499"));
        assertEquals(true, lease.hasLeft("e400"));
        assertEquals(false, lease.hasLeft("e399"));
    }

    @Test
    void anEntryThatLeftIsRememberedUntilNoJoinOfItCanBeOnItsWayByTheMachinesOwnClock() throws Exception {
        Lease left = LeaseRules.leave(Lease.EMPTY, "e1", CLOCK, Duration.ofMinutes(15));
        Clock almost =
                new Clock("boot", 1000 + Bounds.REMEMBER_LEFT.plusMinutes(15).toMillis() - 1);
        assertEquals(true, LeaseRules.forget(left, almost).hasLeft("e1"));
        assertEquals(
                false,
                LeaseRules.forget(left, new Clock("boot", almost.millis() + 1)).hasLeft("e1"));
        assertEquals(true, LeaseRules.forget(left, new Clock("other", 0)).hasLeft("e1"));
    }
}
